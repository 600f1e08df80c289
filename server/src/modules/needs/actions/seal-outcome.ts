import type { Work } from '#server/platform/work.ts'
import { aboutNeed, keyOfNeed } from '../rules/need.ts'
import type { NeedForChange } from '../store.ts'

/** The column of how it ended, in words; nothing when nothing was said. */
export async function sealOutcome({ tx, keys }: Work, { fact }: NeedForChange, words: string) {
  return words === '' ? {} : { outcome_words_sealed: await keys.seal(tx, keyOfNeed(fact), words, aboutNeed(fact.id, 'outcome_words')) }
}
