import type { Work } from '#server/platform/work.ts'
import type { FileChanged, FileState } from '../events.ts'
import { openTagsOf, type FileRow } from '../store/files.ts'

/** The file as other modules follow it. */
export const stateOf = (f: FileRow, tags: readonly string[]): FileState => ({
  id: f.id, cell: f.cell, place: f.place, station: f.station, person: f.person, household: f.household, protected: f.protected, risk: f.risk, tags: [...tags],
  birthOn: f.birth_on, sex: f.sex, worker: f.worker, openedOn: f.opened_on, closedOn: f.closed_on, closedWhy: f.closed_why, mergedInto: f.merged_into,
  opened: { station: f.opened_station ?? f.station, place: f.opened_place ?? f.place, village: f.opened_village ?? f.place, tags: f.opened_tags, contract: f.opened_contract },
})

/** Tells what became of a file. `change` is what differs from the row as it was read; groups are read now unless given. */
export async function tellChange(work: Work, was: FileRow, change: Partial<FileRow>, tags?: { was: readonly string[]; now: readonly string[] }): Promise<void> {
  const open = tags === undefined ? (await openTagsOf(work, was.id)).map((one) => one.tag) : []
  await work.tell({ event: 'file.changed', was: stateOf(was, tags?.was ?? open), now: stateOf({ ...was, ...change }, tags?.now ?? open) } satisfies FileChanged)
}
