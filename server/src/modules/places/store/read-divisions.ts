import { readdir, readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { brotliDecompress } from 'node:zlib'
import { type Division, LEVELS, type Level } from '../rules/division-code.ts'

const unpack = promisify(brotliDecompress)
const SEEDS = new URL('../../../../../database/seeds/divisions/', import.meta.url)

/** Digits that each level adds to the code of its parent. */
const DIGITS: Record<Level, number> = { province: 2, city: 2, county: 2, township: 3, village: 3 }

/** What the edition is, where it came from and what it lacks; see database/seeds/divisions/manifest.json. */
export type DivisionManifest = {
  edition: string
  asOf: string
  counts: Record<Level, number>
  files: { province: string; name: string; file: string; bytes: number; sha256: string; counts: Record<Level, number> }[]
}

export async function readDivisionManifest(): Promise<DivisionManifest> {
  return JSON.parse(await readFile(new URL('manifest.json', SEEDS), 'utf8'))
}

/**
 * Divisions of the seeded edition whose 12-digit code begins with `prefix`, in the order of their codes.
 * '' is the nation, '51' a province, '5104' a city; with `ancestors` the places above them come first.
 * Only the files of the provinces asked for are opened.
 */
export async function readDivisions(prefix: string, options: { ancestors?: boolean } = {}): Promise<Division[]> {
  if (!/^\d{0,12}$/.test(prefix)) throw new RangeError(`not the beginning of a division code: ${prefix}`)
  const files = (await readdir(SEEDS)).filter((file) => {
    const province = /^(\d\d)\.txt\.br$/.exec(file)?.[1]
    return province !== undefined && (province.startsWith(prefix) || prefix.startsWith(province))
  })
  const divisions: Division[] = []
  for (const file of files.sort()) {
    const text = (await unpack(await readFile(new URL(file, SEEDS)))).toString('utf8')
    for (const division of parseDivisions(text)) {
      if (isAsked(division, prefix, options.ancestors ?? false)) divisions.push(division)
    }
  }
  return divisions
}

function isAsked(division: Division, prefix: string, ancestors: boolean): boolean {
  const code = String(division.code)
  if (code.startsWith(prefix)) return true
  if (!ancestors) return false
  const own = LEVELS.slice(0, LEVELS.indexOf(division.level) + 1).reduce((sum, level) => sum + DIGITS[level], 0)
  return prefix.startsWith(code.slice(0, own))
}

/**
 * Reads the text form: one division a line, one space of indent for each level, then the digits it adds, a space and its name.
 * A step of zeros names nothing of its own (a city without counties): what is below it belongs to the place above.
 */
export function* parseDivisions(text: string): Generator<Division> {
  /** By depth: the digits so far, and the nearest division at or above. */
  const path: { digits: string; code: number | null }[] = []
  for (const line of text.split('\n')) {
    if (line === '') continue
    const depth = line.search(/\S/)
    const level = LEVELS[depth]
    if (level === undefined || depth > path.length) throw new Error(`division list is broken at: ${line}`)
    const above = path[depth - 1]
    const step = line.slice(depth, depth + DIGITS[level])
    const digits = (above?.digits ?? '') + step
    const parent = above?.code ?? null
    path.length = depth
    if (Number(step) === 0) {
      path.push({ digits, code: parent })
      continue
    }
    const code = Number(digits.padEnd(12, '0'))
    path.push({ digits, code })
    yield { code, name: line.slice(depth + DIGITS[level] + 1), level, parent }
  }
}
