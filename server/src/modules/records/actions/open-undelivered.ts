import { leaveView } from '#server/platform/audit.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { openKept } from '#server/platform/undelivered.ts'
import type { Work } from '#server/platform/work.ts'
import { findKept } from '../views/undelivered.ts'

/** A kept write as it was sent, for the head who enters it himself. Leaves a trace. */
export async function openUndelivered(work: Work, id: string) {
  const kept = await findKept(work, id)
  if (!kept) throw new Refusal('undelivered.not-found')
  await leaveView(work, { subject: 'undelivered', subjectId: id, rows: 1, digestOf: [id] })
  const { sealed, settledAt: _, cell: _c, place: _p, ...shown } = kept
  return { ...shown, body: openKept(work.keys, id, sealed) }
}
