import type { Saved } from '#api/common.ts'
import type { Work } from '#server/platform/work.ts'
import type { RecordChanged } from '../events.ts'
import { voidRecordRow } from '../store.ts'
import { requireRecordToChange } from './require-record-to-change.ts'

/** Takes a record out of all figures and duties. It stays to be read, with the reason. */
export async function voidRecord(work: Work, id: string, { version, why }: { version: number; why: string }): Promise<Saved> {
  const { fact } = await requireRecordToChange(work, id, { version })
  await voidRecordRow(work, id, version, why)
  await work.tell({ event: 'record.changed', was: fact, now: null } satisfies RecordChanged)
  return { id, version: version + 1 }
}
