import { isDate } from './days.ts'

/**
 * Citizen identity number, GB 11643-1999: 6 region, 8 birth, 3 sequence (odd male, even female), 1 check (MOD 11-2).
 * The permits of residents from Hong Kong, Macau and Taiwan (81, 82, 83) and the permanent residence card of foreigners (9) share it.
 */

export type Sex = 'male' | 'female'
export type IdentityProblem =
  | 'identity.not-18-digits'
  | 'identity.old-15-digits'
  | 'identity.no-such-birth-date'
  | 'identity.born-in-the-future'
  | 'identity.wrong-check-digit'
  | 'identity.ruined-scientific'
  | 'identity.ruined-last-digits'
  | 'identity.ruined-lost-x'
export type IdentityWarning = 'identity.unknown-region' | 'identity.converted-from-15' | 'identity.last-digits-suspect' | 'identity.invented'
export type Damage = 'scientific' | 'last-digits' | 'lost-x'

export type IdentityCheck = {
  /** 18 characters, X upper-case; the text as cleaned when it is no number. */
  number: string
  problems: IdentityProblem[]
  warnings: IdentityWarning[]
  /** Only when there is no problem. */
  birth?: string
  /** Only when there is no problem; an invented number says none. */
  sex?: Sex
}

export type IdentityOptions = {
  /** Refuses a birth after this day. */
  today?: string
  /** Old 15-digit numbers are converted, for lists being imported. */
  forImport?: boolean
  /** Six digits; historic codes are real, so an unknown one only warns. By default only the province is looked at. */
  isKnownRegion?: (region: number) => boolean
}

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const CHECK_DIGITS = '10X98765432'
const INVENTED_SEQUENCE = '000'
const PROVINCES = new Set(
  [11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46, 50, 51, 52, 53, 54].concat([
    61, 62, 63, 64, 65, 71, 81, 82, 83,
  ]),
)

/** Checks a number as typed or imported; says what is wrong, what is odd, and the birth date and sex it carries. */
export function checkIdentityNumber(text: string, options: IdentityOptions = {}): IdentityCheck {
  const cleaned = cleanIdentityNumber(text)
  const damage = findSpreadsheetDamage(cleaned)
  if (damage !== undefined) return { number: cleaned, problems: [`identity.ruined-${damage}`], warnings: [] }
  const old = /^\d{15}$/.test(cleaned)
  if (old && !options.forImport) return { number: cleaned, problems: ['identity.old-15-digits'], warnings: [] }
  const number = old ? convertOldNumber(cleaned) : cleaned
  if (!/^\d{17}[\dX]$/.test(number)) return { number, problems: ['identity.not-18-digits'], warnings: [] }

  const birth = birthText(number)
  const problems: IdentityProblem[] = []
  if (!isDate(birth)) problems.push('identity.no-such-birth-date')
  else if (options.today !== undefined && birth > options.today) problems.push('identity.born-in-the-future')
  if (checkDigitOf(number) !== number[17]) problems.push('identity.wrong-check-digit')
  const warnings = findOddities(number, old, options)
  if (problems.length > 0) return { number, problems, warnings }
  return isInventedNumber(number) ? { number, problems, warnings, birth } : { number, problems, warnings, birth, sex: sexOf(number) }
}

/** Full-width characters, spaces, a leading apostrophe and the many signs typed for X, put right. */
export function cleanIdentityNumber(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\s\u200B-\u200F\uFEFF]/g, '')
    .replace(/^['’‘`]/, '')
    .replace(/[x×ⅹХх✕]$/, 'X')
    .toUpperCase()
}

/**
 * Says how a spreadsheet ruined a number: shown as 5.1E+17, digits 16 to 18 turned into 000, or the X at the end lost.
 * A ruined number cannot be put right; it must be asked for again.
 */
export function findSpreadsheetDamage(text: string): Damage | undefined {
  const cleaned = cleanIdentityNumber(text)
  if (/^\d(\.\d*)?E\+?\d{1,2}$/.test(cleaned)) return 'scientific'
  if (/^\d{15}000$/.test(cleaned) && checkDigitOf(cleaned) !== '0') return 'last-digits'
  if (/^\d{17}$/.test(cleaned) && checkDigitOf(cleaned) === 'X' && isDate(birthText(cleaned))) return 'lost-x'
  return undefined
}

/** The check digit that belongs to the first 17 digits. */
export function checkDigitOf(number: string): string {
  const sum = WEIGHTS.reduce((total, weight, at) => total + weight * Number(number[at]), 0)
  return CHECK_DIGITS.charAt(sum % 11)
}

/** 18 digits for an old number of 15; sequences 996 to 999 were kept for people born before 1900. */
export function convertOldNumber(old: string): string {
  if (!/^\d{15}$/.test(old)) throw new RangeError('not an old identity number of 15 digits')
  const century = old.slice(12) >= '996' ? '18' : '19'
  const first17 = `${old.slice(0, 6)}${century}${old.slice(6)}`
  return `${first17}${checkDigitOf(first17)}`
}

/** A number that can belong to nobody: sequence 000 is never issued. There is one for each region and birth date. */
export function inventIdentityNumber(region: number, birth: string): string {
  if (!isDate(birth) || !/^\d{6}$/.test(String(region))) throw new RangeError(`cannot invent a number for ${region}, ${birth}`)
  const first17 = `${region}${birth.replaceAll('-', '')}${INVENTED_SEQUENCE}`
  return `${first17}${checkDigitOf(first17)}`
}

export function isInventedNumber(number: string): boolean {
  return number.length === 18 && number.slice(14, 17) === INVENTED_SEQUENCE
}

function findOddities(number: string, old: boolean, options: IdentityOptions): IdentityWarning[] {
  const warnings: IdentityWarning[] = []
  const isKnown = options.isKnownRegion ?? ((region: number) => PROVINCES.has(Math.floor(region / 10_000)))
  const foreigner = number.startsWith('9')
  if (!foreigner && !isKnown(Number(number.slice(0, 6)))) warnings.push('identity.unknown-region')
  if (old) warnings.push('identity.converted-from-15')
  if (isInventedNumber(number)) warnings.push('identity.invented')
  // One ruined number in eleven passes the check by luck; real ones end so once in a thousand.
  else if (!old && number.endsWith('000')) warnings.push('identity.last-digits-suspect')
  return warnings
}

function birthText(number: string): string {
  return `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`
}

function sexOf(number: string): Sex {
  return Number(number[16]) % 2 === 1 ? 'male' : 'female'
}
