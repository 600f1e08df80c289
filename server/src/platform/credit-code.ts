/**
 * Unified social credit code, GB 32100-2015: 1 department, 1 class, 6 region, 9 organisation code (GB 11714), 1 check (MOD 31-3).
 * A few early codes really issued fail the check, so a wrong check character warns and does not block.
 */

const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]
const SHAPE = new RegExp(`^[${ALPHABET}]{2}\\d{6}[${ALPHABET}]{10}$`)
const ORGANISATION_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2]

export type CreditCodeProblem = 'credit-code.not-18-characters' | 'credit-code.ruined-scientific'
export type CreditCodeWarning = 'credit-code.wrong-check' | 'credit-code.wrong-organisation-check'
/** Organisations registered by civil affairs: 社会团体, 民办非企业单位, 基金会, 其他. */
export type CivilAffairsKind = 'association' | 'private-non-enterprise' | 'foundation' | 'other'

export type CreditCodeCheck = {
  /** Upper-case, without spaces. */
  code: string
  problems: CreditCodeProblem[]
  warnings: CreditCodeWarning[]
  /** Only for a code given by civil affairs. */
  civilAffairsKind?: CivilAffairsKind
}

const KINDS: Record<string, CivilAffairsKind> = { 51: 'association', 52: 'private-non-enterprise', 53: 'foundation', 59: 'other' }

/** Checks a code as typed or imported; what fails only the check characters is a warning. */
export function checkCreditCode(text: string): CreditCodeCheck {
  const code = text.normalize('NFKC').replace(/[\s\u200B-\u200F\uFEFF-]/g, '').replace(/^['’‘`]/, '').toUpperCase()
  if (/^\d(\.\d*)?E\+\d{1,2}$/.test(code)) return { code, problems: ['credit-code.ruined-scientific'], warnings: [] }
  if (!SHAPE.test(code)) return { code, problems: ['credit-code.not-18-characters'], warnings: [] }
  const warnings: CreditCodeWarning[] = []
  if (creditCheckOf(code) !== code[17]) warnings.push('credit-code.wrong-check')
  if (organisationCheckOf(code.slice(8, 16)) !== code[16]) warnings.push('credit-code.wrong-organisation-check')
  const civilAffairsKind = KINDS[code.slice(0, 2)]
  return civilAffairsKind === undefined ? { code, problems: [], warnings } : { code, problems: [], warnings, civilAffairsKind }
}

/** The check character that belongs to the first 17; where 31 comes out it is 0. */
export function creditCheckOf(code: string): string {
  const sum = WEIGHTS.reduce((total, weight, at) => total + weight * digitOf(code.charAt(at)), 0)
  return ALPHABET.charAt((31 - (sum % 31)) % 31)
}

/** The check character of an organisation code (GB 11714) for its first 8 characters. */
export function organisationCheckOf(first8: string): string {
  // Letters count 10 to 35 here, not by their place in the credit code's shorter alphabet.
  const sum = ORGANISATION_WEIGHTS.reduce((total, weight, at) => total + weight * Number.parseInt(first8.charAt(at), 36), 0)
  const check = 11 - (sum % 11)
  return check === 10 ? 'X' : check === 11 ? '0' : String(check)
}

function digitOf(character: string): number {
  const value = ALPHABET.indexOf(character)
  if (value < 0 || character === '') throw new RangeError('not a character of a credit code')
  return value
}
