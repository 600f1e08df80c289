import { Refusal } from '#server/platform/refusal.ts'

/**
 * The statistical division code of China: 2 digits province, 2 city, 2 county, 3 township, 3 village.
 * It is kept as a safe integer of 12 digits; a level that is not used is zeros (GB/T 2260, GB/T 10114, and the NBS coding rules).
 */

export const LEVELS = ['province', 'city', 'county', 'township', 'village'] as const
export type Level = (typeof LEVELS)[number]

/** One row of a division list. `parent` is null for a province only. */
export type Division = { code: number; name: string; level: Level; parent: number | null }

/** First and last code that lie inside a place, both included. */
export type Reach = { from: number; to: number }

/** How many codes a place of each level spans. */
const SPAN: Record<Level, number> = {
  province: 10_000_000_000,
  city: 100_000_000,
  county: 1_000_000,
  township: 1_000,
  village: 1,
}

const LOWEST = 110_000_000_000
const HIGHEST = 999_999_999_999
const WRITTEN_LENGTHS = new Set([2, 4, 6, 9, 12])

/** Reads a code as people write it (2, 4, 6, 9 or 12 digits, spaces and full-width digits allowed); undefined when it is none. */
export function parseDivisionCode(text: string | number): number | undefined {
  const digits = String(text).normalize('NFKC').replace(/\s/g, '')
  if (!/^\d+$/.test(digits) || !WRITTEN_LENGTHS.has(digits.length)) return undefined
  const code = Number(digits.padEnd(12, '0'))
  return isDivisionCode(code) ? code : undefined
}

/** The 12 digits of a code. */
export function formatDivisionCode(code: number): string {
  return String(requireCode(code))
}

/** Says whether a number has the shape of a 12-digit code; it need not exist. */
export function isDivisionCode(code: number): boolean {
  return Number.isSafeInteger(code) && code >= LOWEST && code <= HIGHEST
}

/**
 * The level a code's own digits say. Cities without counties (东莞, 中山, 儋州) have one code for both: it counts as the city.
 */
export function levelOf(code: number): Level {
  requireCode(code)
  return LEVELS.find((level) => code % SPAN[level] === 0) as Level
}

/** The parent by prefix: a first guess only, the stored parent rules. Null for a province. */
export function guessParent(code: number): number | null {
  const level = levelOf(code)
  if (level === 'province') return null
  const above = LEVELS[LEVELS.indexOf(level) - 1] as Level
  return code - (code % SPAN[above])
}

/** The codes inside a place: 510421000000 reaches to 510421999999, a village only itself. */
export function reachOf(code: number): Reach {
  return { from: code, to: code + SPAN[levelOf(code)] - 1 }
}

/** Says whether a place is the given place or lies inside it. */
export function isWithin(code: number, place: number): boolean {
  const { from, to } = reachOf(place)
  return code >= from && code <= to
}

/** The first six digits as a number: the county, and for a place above the county its own six digits (510400). */
export function cellOf(code: number): number {
  return Math.floor(requireCode(code) / SPAN.county)
}

function requireCode(code: number): number {
  if (!isDivisionCode(code)) throw new Refusal('place.not-a-code')
  return code
}
