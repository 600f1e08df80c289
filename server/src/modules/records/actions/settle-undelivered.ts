import type { Saved } from '#api/common.ts'
import type { SettleUndelivered } from '#api/records.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Work } from '#server/platform/work.ts'
import { settleKept } from '../store.ts'
import { findKept } from '../views/undelivered.ts'

/** The head says what became of a kept write. Settled twice means once. */
export async function settleUndelivered(work: Work, id: string, { version, how }: SettleUndelivered): Promise<Saved> {
  const kept = await findKept(work, id)
  if (!kept) throw new Refusal('undelivered.not-found')
  if (kept.settledAt !== null) return { id, version: kept.version }
  if (kept.version !== version) throw new Refusal('undelivered.not-found')
  await settleKept(work, id, version, how)
  return { id, version: version + 1 }
}
