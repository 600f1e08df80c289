import type { NewTag } from '#api/residents.ts'
import { standardsOn } from '#server/modules/standards/index.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Work } from '#server/platform/work.ts'
import { checkNotLater } from '../rules/checks.ts'
import { openTagsOf, type FileRow } from '../store/files.ts'
import { renewTokens } from './renew-tokens.ts'
import { requireOpenFile } from './require-file.ts'
import { tellChange } from './tell-change.ts'

/** Puts groups on a file; one that is open already stays as it is. Gives all that are open now. */
export async function putTags(work: Work, file: FileRow, tags: readonly NewTag[], day: string): Promise<string[]> {
  const open = new Set((await openTagsOf(work, file.id)).map((tag) => tag.tag))
  const standards = await standardsOn(work, file.place, work.today)
  for (const { id, tag, source, fromOn = day } of tags) {
    const known = standards.tag(tag)
    if (!known || known.hidden) throw new Refusal('tag.unknown', { tag })
    checkNotLater(fromOn, work.today)
    if (open.has(tag)) continue
    open.add(tag)
    await work.tx.insertInto('resident_tag').values({
      id, cell: file.cell, place: file.place, station: file.station, dossier: file.id, protected: file.protected, file: file.id, tag, source,
      restricted: known.class === 'P4', from_on: fromOn,
    }).execute()
  }
  return [...open].sort()
}

/** Puts several groups on an existing file; those it has already stay as they are. */
export async function addTags(work: Work, id: string, tags: readonly NewTag[]): Promise<void> {
  const file = await requireOpenFile(work, id)
  const was = (await openTagsOf(work, id)).map((one) => one.tag)
  const now = await putTags(work, file, tags, work.today)
  await renewTokens(work, file)
  await tellChange(work, file, {}, { was, now })
}

/** Puts one group on an existing file. */
export async function addTag(work: Work, id: string, tag: NewTag): Promise<{ id: string; version: number }> {
  const file = await requireOpenFile(work, id)
  const was = await openTagsOf(work, id)
  const same = was.find((one) => one.tag === tag.tag)
  if (same) return { id: same.id, version: same.version }
  const now = await putTags(work, file, [tag], work.today)
  await renewTokens(work, file)
  await tellChange(work, file, {}, { was: was.map((one) => one.tag), now })
  return { id: tag.id, version: 1 }
}
