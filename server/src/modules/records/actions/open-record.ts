import type { RecordView } from '#api/records.ts'
import { leaveView } from '#server/platform/audit.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Work } from '#server/platform/work.ts'
import { letInto } from '../store.ts'
import { findRecordView } from '../views/record-view.ts'

/** One record with its words and earlier versions. Whoever reads the words leaves a trace. */
export async function openRecord(work: Work, id: string): Promise<RecordView> {
  const view = (await findRecordView(work, id)) ?? ((await letInto(work, 'record', id)) ? await findRecordView(work, id) : undefined)
  if (!view) throw new Refusal('record.not-found')
  if (work.actor.people === 'full') await leaveView(work, { subject: 'record', subjectId: id, rows: 1 + view.earlier.length, digestOf: [id, view.version] })
  return view
}
