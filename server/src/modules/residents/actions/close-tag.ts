import type { CloseTag } from '#api/residents.ts'
import { peopleInReach } from '#server/platform/database/index.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Work } from '#server/platform/work.ts'
import { checkNotLater } from '../rules/checks.ts'
import { openTagsOf } from '../store/files.ts'
import { renewTokens } from './renew-tokens.ts'
import { requireFile } from './require-file.ts'
import { tellChange } from './tell-change.ts'

/** A group holds no longer from the day after. What was counted with it stays. */
export async function closeTag(work: Work, id: string, { tag: tagId, version, untilOn = work.today }: CloseTag): Promise<{ id: string; version: number }> {
  const file = await requireFile(work, id, { forChange: true })
  checkNotLater(untilOn, work.today)
  const tag = await work.tx.selectFrom('resident_tag as t').selectAll('t').where('t.id', '=', tagId).where('t.file', '=', id).where(peopleInReach(work.actor, 't'))
    .forUpdate().executeTakeFirst()
  if (!tag) throw new Refusal('tag.not-found')
  if (tag.until_on !== null) return { id: tagId, version: tag.version }
  if (tag.version !== version) throw new Refusal('resident.changed-since', { fields: ['tags'], now: { version: tag.version } })
  if (untilOn < tag.from_on) throw new Refusal('tag.ends-before')
  const was = (await openTagsOf(work, id)).map((one) => one.tag)
  await work.tx.updateTable('resident_tag').set({ until_on: untilOn, version: version + 1 }).where('id', '=', tagId).execute()
  await renewTokens(work, file)
  await tellChange(work, file, {}, { was, now: was.filter((one) => one !== tag.tag) })
  return { id: tagId, version: version + 1 }
}
