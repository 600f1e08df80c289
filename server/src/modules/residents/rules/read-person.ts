import { pinyin } from 'pinyin-pro'
import { isDate } from '#server/platform/days.ts'
import { checkIdentityNumber } from '#server/platform/identity-number.ts'
import { Refusal } from '#server/platform/refusal.ts'

const MALE = 1
const FEMALE = 2
const LONGEST_SORT_KEY = 60

/** The name's letters without blanks and dots, as words are compared. */
export const lettersOf = (name: string): string => name.normalize('NFKC').toLowerCase().replace(/[\s·•.．・‧]/g, '')

/** One syllable or Latin word for each part of a name; surnames read as surnames (单 shan, 曾 zeng), ü as v. */
export function soundOf(name: string): { full: string; initials: string; syllables: string[] } {
  const syllables = pinyin(lettersOf(name), { toneType: 'none', type: 'array', surname: 'head', v: true, nonZh: 'consecutive' })
    .map((one) => one.toLowerCase().replace(/[^a-z0-9]/g, '')).filter(Boolean)
  return { full: syllables.join(''), initials: syllables.map((one) => one[0]).join(''), syllables }
}

/** What lists are ordered by; people of the same sound stand together. A 0 between syllables keeps all 李 before the first 刘, whatever the collation. */
export const sortKeyOf = (name: string): string => (soundOf(name).syllables.join('0') || lettersOf(name)).slice(0, LONGEST_SORT_KEY)

/** Digits of a Chinese mobile or fixed-line number; refuses anything else. Empty stays empty. */
export function readPhone(text: string): string {
  const digits = text.normalize('NFKC').replace(/[\s\-—－()+]/g, '').replace(/^(0086|86)(?=1\d{10}$)/, '')
  if (digits === '') return ''
  if (!/^(1\d{10}|0\d{9,11}|[2-9]\d{6,7})$/.test(digits)) throw new Refusal('resident.phone-wrong')
  return digits
}

export interface Identified {
  /** '' when none was given. */
  number: string
  birthOn: string | null
  sex: number
  warnings: string[]
}

/**
 * Number, birth date and sex that agree: what the number says fills what was left open, and refuses what contradicts it.
 * An unknown region only warns: historic codes are real.
 */
export function readIdentity(given: { identity: string; birthOn: string | null; sex: number }, today: string): Identified {
  const { birthOn, sex } = given
  if (birthOn !== null && (birthOn > today || !isDate(birthOn))) throw new Refusal('resident.birth-wrong')
  if (given.identity === '') return { number: '', birthOn, sex, warnings: [] }
  const { number, problems, warnings, birth, sex: said } = checkIdentityNumber(given.identity, { today })
  if (problems.length > 0) throw new Refusal('resident.identity-wrong', { why: problems.join(' '), problems })
  const sexSaid = said === undefined ? null : said === 'male' ? MALE : FEMALE
  const differs = [birthOn !== null && birth !== birthOn && 'birthOn', sexSaid !== null && (sex === MALE || sex === FEMALE) && sex !== sexSaid && 'sex'].filter((one) => one !== false)
  if (differs.length > 0) throw new Refusal('resident.identity-disagrees', { fields: differs })
  return { number, birthOn: birth ?? birthOn, sex: sex === MALE || sex === FEMALE ? sex : sexSaid ?? sex, warnings }
}
