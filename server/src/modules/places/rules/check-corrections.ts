import { type Division, guessParent, isWithin, LEVELS, levelOf, parseDivisionCode } from './division-code.ts'

/** A division as stored; closed ones are given too, since their codes are never used again. */
export type CurrentDivision = Division & { closed?: boolean }

/** One row of a bureau's corrected list, as read from its file. */
export type IncomingRow = {
  /** The row in the file, for telling people where to look. */
  row: number
  code: string
  name: string
  /** Where it belongs; left out, it stays where it is, and a new one goes to its parent by prefix. */
  parent?: string
  /** Codes whose area this one takes over, wholly or in part. */
  formerCodes?: string[]
  /** The place ends without being named as a former code of another. */
  closed?: boolean
}

export type CorrectionProblem =
  | 'code.not-a-code' | 'code.ruined-by-spreadsheet' | 'code.twice' | 'code.outside' | 'code.used-before'
  | 'name.empty'
  | 'parent.not-a-code' | 'parent.unknown' | 'parent.wrong-level' | 'parent.closes'
  | 'former.not-a-code' | 'former.unknown' | 'former.other-level' | 'former.outside'
  | 'closed.unknown' | 'closed.with-former-codes' | 'closed.children-left-behind'
export type CorrectionWarning = 'parent.out-of-reach' | 'closed.without-successor'

/** `row` is null where the trouble comes from a row that is missing. */
export type Remark<Kind extends string> = { row: number | null; code: string; problem: Kind }

/** A row whose codes could be read. `parent` is null for a province only. */
export type ReadRow = { row: number; code: number; name: string; parent: number | null; formers: number[]; closed: boolean }

export type CurrentByCode = Map<number, CurrentDivision>
type Refusals = Remark<CorrectionProblem>[]

/** Reads the codes of all rows; rows that cannot be read, are twice there or lie outside `within` are refused. */
export function readRows(incoming: IncomingRow[], current: CurrentByCode, within: number | undefined, refusals: Refusals): ReadRow[] {
  const rows = new Map<number, ReadRow>()
  for (const given of incoming) {
    const read = readRow(given, current)
    if (typeof read === 'string') refusals.push({ row: given.row, code: given.code, problem: read })
    else if (rows.has(read.code)) refusals.push({ row: given.row, code: given.code, problem: 'code.twice' })
    else if (within !== undefined && !isWithin(read.code, within)) refusals.push({ row: given.row, code: given.code, problem: 'code.outside' })
    else rows.set(read.code, read)
  }
  return [...rows.values()]
}

function readRow(given: IncomingRow, current: CurrentByCode): ReadRow | CorrectionProblem {
  const code = parseDivisionCode(given.code)
  if (code === undefined) return /E\+?\d/i.test(given.code) ? 'code.ruined-by-spreadsheet' : 'code.not-a-code'
  const closed = given.closed ?? false
  const known = current.get(code)
  const name = given.name.normalize('NFC').trim()
  if (name === '' && !closed) return 'name.empty'
  const parent = given.parent === undefined || given.parent.trim() === '' ? (known?.parent ?? guessParent(code)) : parseDivisionCode(given.parent)
  if (parent === undefined) return 'parent.not-a-code'
  const formers = new Set<number>()
  for (const text of given.formerCodes ?? []) {
    const former = parseDivisionCode(text)
    if (former === undefined) return 'former.not-a-code'
    formers.add(former)
  }
  return { row: given.row, code, name, parent, formers: [...formers], closed }
}

/** Refuses rows that speak of places nobody knows, or put a place where it cannot be; returns the others. */
export function keepSoundRows(rows: ReadRow[], current: CurrentByCode, within: number | undefined, refusals: Refusals): ReadRow[] {
  const open = new Set(rows.filter((row) => !row.closed).map((row) => row.code))
  return rows.filter((row) => {
    const problem = row.closed ? findClosingProblem(row, current) : findOpenProblem(row, current, open, within)
    if (problem !== undefined) refusals.push({ row: row.row, code: String(row.code), problem })
    return problem === undefined
  })
}

function findClosingProblem(row: ReadRow, current: CurrentByCode): CorrectionProblem | undefined {
  if (!isOpen(current.get(row.code))) return 'closed.unknown'
  return row.formers.length > 0 ? 'closed.with-former-codes' : undefined
}

function findOpenProblem(row: ReadRow, current: CurrentByCode, open: Set<number>, within: number | undefined): CorrectionProblem | undefined {
  if (current.get(row.code)?.closed) return 'code.used-before'
  for (const former of row.formers) {
    if (!isOpen(current.get(former))) return 'former.unknown'
    if (levelOf(former) !== levelOf(row.code)) return 'former.other-level'
    if (within !== undefined && !isWithin(former, within)) return 'former.outside'
  }
  if (row.parent === null) return levelOf(row.code) === 'province' ? undefined : 'parent.unknown'
  if (!open.has(row.parent) && !isOpen(current.get(row.parent))) return 'parent.unknown'
  return isAbove(row.parent, row.code) ? undefined : 'parent.wrong-level'
}

/** One level up; or two, for towns of a city without counties. */
function isAbove(parent: number, code: number): boolean {
  const steps = LEVELS.indexOf(levelOf(code)) - LEVELS.indexOf(levelOf(parent))
  return steps === 1 || (steps === 2 && levelOf(code) === 'township' && parent % 100_000_000 === 0)
}

export function isOpen(division: CurrentDivision | undefined): division is CurrentDivision {
  return division !== undefined && !division.closed
}
