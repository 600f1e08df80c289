import { Refusal } from '#server/platform/refusal.ts'
import type { Work } from '#server/platform/work.ts'
import { linkPerson } from '../store/files.ts'
import { requireFile, requireOpenFile } from './require-file.ts'
import { tellChange } from './tell-change.ts'

/** Two files are one person: this one ends and points to the one that is kept. No fact moves; both timelines are shown there. */
export async function mergeResidents(work: Work, id: string, { version, into }: { version: number; into: string }): Promise<{ id: string; version: number }> {
  if (id === into) throw new Refusal('resident.merge-itself')
  const file = await requireOpenFile(work, id, version)
  const kept = await requireOpenFile(work, into)
  if (kept.cell !== file.cell) throw new Refusal('resident.merge-elsewhere')
  if (kept.protected !== file.protected) throw new Refusal('resident.merge-protected')
  if (file.identity_sealed !== null && kept.identity_sealed === null) throw new Refusal('resident.merge-keep-identified')
  const linked = file.person === kept.person || (await linkPerson(work, file.person, kept.person))
  if (!linked) throw new Refusal('resident.merge-two-people')
  const change = { closed_on: work.today, closed_why: 'merged', merged_into: into }
  await work.tx.updateTable('resident_file').set({ ...change, version: version + 1 }).where('id', '=', id).execute()
  await tellChange(work, file, change)
  return { id, version: version + 1 }
}

/** They were two people after all: the file stands for itself again. */
export async function unmergeResident(work: Work, id: string, version: number): Promise<{ id: string; version: number }> {
  const file = await requireFile(work, id, { forChange: true, version })
  if (file.merged_into === null) return { id, version }
  await linkPerson(work, file.person, null)
  const change = { closed_on: null, closed_why: null, merged_into: null }
  await work.tx.updateTable('resident_file').set({ ...change, version: version + 1 }).where('id', '=', id).execute()
  await tellChange(work, file, change)
  return { id, version: version + 1 }
}
