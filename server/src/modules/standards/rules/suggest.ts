import type { CatalogueItem } from './pack.ts'

export type Suggestion = {
  readonly item: string
  readonly score: number
  readonly why: { readonly words: readonly string[]; readonly tags: readonly string[]; readonly age: boolean }
}

/** At most this many suggestions: more is a list to read, not a tap. */
export const MOST_SUGGESTIONS = 3

/** Items that fit what was written and who it is about, best first. An item needs a word or a tag in its favour. */
export function rankItems(items: readonly CatalogueItem[], words: string, tags: readonly string[], age?: number | null): readonly Suggestion[] {
  const text = words.normalize('NFKC').replace(/\s+/g, '').toLowerCase()
  const parents = new Set(items.map(({ parent }) => parent))
  return items
    .filter(({ key }) => !parents.has(key))
    .map((item) => weigh(item, text, tags, age ?? null))
    .filter((suggestion) => suggestion !== null)
    .sort((a, b) => b.score - a.score || (a.item < b.item ? -1 : 1))
    .slice(0, MOST_SUGGESTIONS)
}

function weigh(item: CatalogueItem, text: string, tags: readonly string[], age: number | null): Suggestion | null {
  const { from = 0, to = Number.POSITIVE_INFINITY } = item.age ?? {}
  if (item.age && age !== null && (age < from || age > to)) return null
  const found = (item.words ?? []).filter((word) => text.includes(word.toLowerCase()))
  // 护理 inside 护理补贴 says nothing that the longer word has not said.
  const telling = found.filter((word) => !found.some((longer) => longer !== word && longer.includes(word)))
  const shared = (item.groups ?? []).filter((tag) => tags.includes(tag))
  if (telling.length === 0 && shared.length === 0) return null
  const fitsAge = item.age !== undefined && age !== null
  const wordScore = telling.reduce((sum, word) => sum + 2 + Math.min(word.length, 4), 0)
  return {
    item: item.key,
    score: wordScore + 3 * Math.min(shared.length, 2) + (fitsAge ? 2 : 0),
    why: { words: telling, tags: shared, age: fitsAge },
  }
}
