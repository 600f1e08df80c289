import type { CloseResident } from '#api/residents.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Work } from '#server/platform/work.ts'
import { checkNotLater } from '../rules/checks.ts'
import { requireFile, requireOpenFile } from './require-file.ts'
import { tellChange } from './tell-change.ts'

/** Ends a file from a day on: nothing is due any more, everything stays readable. */
export async function closeResident(work: Work, id: string, { version, why, on }: CloseResident): Promise<{ id: string; version: number }> {
  const file = await requireOpenFile(work, id, version)
  checkNotLater(on, work.today)
  if (on < file.opened_on) throw new Refusal('resident.closed-before-opened', { openedOn: file.opened_on })
  const change = { closed_on: on, closed_why: why }
  await work.tx.updateTable('resident_file').set({ ...change, version: version + 1 }).where('id', '=', id).execute()
  await tellChange(work, file, change)
  return { id, version: version + 1 }
}

/** Takes the end back: the file is served again. */
export async function reopenResident(work: Work, id: string, version: number): Promise<{ id: string; version: number }> {
  const file = await requireFile(work, id, { forChange: true, version })
  if (file.closed_on === null) return { id, version }
  if (file.merged_into !== null) throw new Refusal('resident.merged')
  const change = { closed_on: null, closed_why: null }
  await work.tx.updateTable('resident_file').set({ ...change, version: version + 1 }).where('id', '=', id).execute()
  await tellChange(work, file, change)
  return { id, version: version + 1 }
}
