import { lettersOf } from './read-person.ts'
import { gramsOf, stemOf, type TokenKind } from './tokens.ts'

/** One way to understand a typed word: a file that fits has all of these tokens. */
export interface Reading {
  kind: TokenKind
  /** The word as compared when the token's hash has been found. */
  text: string
  tokens: [TokenKind, string][]
}

const one = (kind: TokenKind, text: string): Reading => ({ kind, text, tokens: [[kind, text]] })
const MOST_WORDS = 6

/** Each typed word with all it may mean. `tagsNamed` gives the keys of groups called so. */
export function readWords(typed: string, tagsNamed: (word: string) => readonly string[]): Reading[][] {
  const words = typed.normalize('NFKC').trim().split(/\s+/).filter(Boolean).slice(0, MOST_WORDS)
  return words.map((word) => readingsOf(word, tagsNamed))
}

function readingsOf(word: string, tagsNamed: (word: string) => readonly string[]): Reading[] {
  const upper = word.toUpperCase()
  if (/^\d{17}[\dX]$/.test(upper)) return [one('identity', upper)]
  if (/^\d{3}[\dX]$/.test(upper)) return [one('identity-tail', upper), one('phone-tail', upper)]
  if (/^\d{6,12}-\d{4}-\d{4,}$/.test(word)) return [one('file', word)]
  if (/^\d{4}-\d{4,}$/.test(word)) return [one('file-tail', word)]
  if (/^[\d-]{7,13}$/.test(word)) return [one('phone', word.replaceAll('-', ''))]
  const readings: Reading[] = []
  const letters = lettersOf(word)
  if (/^[a-z0-9']+$/.test(letters)) {
    const sound = letters.replaceAll("'", '').replaceAll('ü', 'v')
    readings.push(one('sound', sound), one('initials', sound))
  }
  if (letters !== '' && !/^\d+$/.test(letters)) {
    const grams = gramsOf(letters)
    // Two letters or more: the pairs say it all.
    readings.push({ kind: 'name', text: letters, tokens: (grams.length === 1 ? grams : grams.filter((gram) => [...gram].length === 2)).map((gram) => ['name', gram]) })
  }
  readings.push(one('address', stemOf(word)))
  for (const tag of tagsNamed(word)) readings.push(one('tag', tag))
  return readings
}
