import type { ItemSuggestion, SuggestItems } from '#api/needs.ts'
import { filesToServe } from '#server/modules/records/index.ts'
import { standardsOn } from '#server/modules/standards/index.ts'
import type { Work } from '#server/platform/work.ts'

/** Up to three catalogue items that fit what was said and who it is about. Keeps nothing. */
export async function suggestItems(work: Work, { words, file: id }: SuggestItems): Promise<{ suggestions: ItemSuggestion[] }> {
  const [file] = await filesToServe(work, id === undefined ? [] : [id], work.today)
  const standards = await standardsOn(work, file?.place ?? work.actor.place, work.today)
  return {
    suggestions: standards.suggestItems(words, file?.tags ?? [], file?.age ?? null)
      .map(({ item, why }) => ({ item, title: { ...standards.item(item)!.title }, words: [...why.words], tags: [...why.tags] })),
  }
}
