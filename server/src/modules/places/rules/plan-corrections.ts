import {
  type CorrectionProblem, type CorrectionWarning, type CurrentByCode, type CurrentDivision, type IncomingRow, isOpen, keepSoundRows, type ReadRow,
  type Remark, readRows,
} from './check-corrections.ts'
import { type Division, isWithin, levelOf } from './division-code.ts'

/** What a corrected list changes. Applied only when `refusals` is empty: the plan speaks of the sound rows alone. */
export type CorrectionPlan = {
  /** Places to add, those that succeed others included. */
  additions: { row: number; division: Division }[]
  renames: { row: number; code: number; from: string; to: string }[]
  /** Places that keep their code and go to another parent. */
  reparentings: { row: number; code: number; from: number | null; to: number | null }[]
  /** Places that end, those that others succeed included. Row is null when the place is just missing from a complete list. */
  closures: { row: number | null; code: number; successors: number[] }[]
  /** One place under a new code: a re-districting, or a town that became a street. */
  moves: { from: number; to: number }[]
  merges: { from: number[]; to: number }[]
  splits: { from: number; to: number[] }[]
  /** Several places redrawn into several. */
  redrawings: { from: number[]; to: number[] }[]
  /** All of the four above as pairs; a place that goes on with less or more is its own successor. */
  successors: { from: number; to: number }[]
  unchanged: number
  refusals: Remark<CorrectionProblem>[]
  warnings: Remark<CorrectionWarning>[]
}

export type CorrectionOptions = {
  /** The place whose bureau sent the list: rows outside it are refused. */
  within?: number
  /** The list names every place in `within` that is to remain; what it does not name closes. */
  complete?: boolean
}

/** Compares a bureau's corrected list with what is stored, and says what would change and which rows cannot be. */
export function planCorrections(current: CurrentDivision[], incoming: IncomingRow[], options: CorrectionOptions = {}): CorrectionPlan {
  if (options.complete && options.within === undefined) throw new RangeError('a complete list needs the place it is complete for')
  const known: CurrentByCode = new Map(current.map((division) => [division.code, division]))
  const refusals: CorrectionPlan['refusals'] = []
  const rows = keepSoundRows(readRows(incoming, known, options.within, refusals), known, options.within, refusals)
  const successors = findSuccessors(rows, known)
  // A refused row must not close the place it speaks of, so a complete list closes places only when every row is sound.
  const missing = options.complete && refusals.length === 0 ? findMissing(current, rows, options.within as number) : []
  const closures = findClosures(rows, successors, missing)
  refusals.push(...findStranded(current, rows, closures))
  const changes = findChanges(rows, known)
  const touched = new Set([...changes.renames, ...changes.reparentings].map(({ code }) => code).concat(successors.map(({ to }) => to)))
  return {
    ...changes,
    ...nameGroups(successors),
    closures,
    successors,
    unchanged: rows.filter((row) => !row.closed && known.has(row.code) && !touched.has(row.code)).length,
    refusals,
    warnings: findWarnings(rows, closures),
  }
}

/** Who takes over from whom. A place that takes over others, or gives a part away and is still listed, also succeeds itself. */
function findSuccessors(rows: ReadRow[], known: CurrentByCode): CorrectionPlan['successors'] {
  const taking = rows.filter((row) => row.formers.some((former) => former !== row.code))
  const concerned = new Set(taking.flatMap((row) => [row.code, ...row.formers]))
  const goesOn = (row: ReadRow) => !row.closed && isOpen(known.get(row.code)) && concerned.has(row.code)
  const pairs = taking.flatMap((row) => row.formers.filter((former) => former !== row.code).map((from) => ({ from, to: row.code })))
  const selves = rows.filter(goesOn).map(({ code }) => ({ from: code, to: code }))
  return [...pairs, ...selves].sort((one, other) => one.from - other.from || one.to - other.to)
}

function findMissing(current: CurrentDivision[], rows: ReadRow[], within: number): number[] {
  const listed = new Set(rows.map((row) => row.code))
  return current.filter((one) => isOpen(one) && one.code !== within && isWithin(one.code, within) && !listed.has(one.code)).map(({ code }) => code)
}

/** Places that end: closed by a row, missing from a complete list, or taken over without going on themselves. */
function findClosures(rows: ReadRow[], successors: CorrectionPlan['successors'], missing: number[]): CorrectionPlan['closures'] {
  const rowOf = new Map<number, number | null>(missing.map((code) => [code, null]))
  const fileRow = new Map(rows.map((row) => [row.code, row.row]))
  const goingOn = new Set(successors.filter(({ from, to }) => from === to).map(({ from }) => from))
  for (const { from, to } of successors) {
    if (!goingOn.has(from)) rowOf.set(from, fileRow.get(to) ?? null)
  }
  for (const row of rows) if (row.closed) rowOf.set(row.code, row.row)
  const heirs = Map.groupBy(successors, ({ from }) => from)
  return [...rowOf]
    .map(([code, row]) => ({ row, code, successors: (heirs.get(code) ?? []).map(({ to }) => to) }))
    .sort((one, other) => one.code - other.code)
}

/** Refuses to close a place while others would still belong to it. */
function findStranded(current: CurrentDivision[], rows: ReadRow[], closures: CorrectionPlan['closures']): CorrectionPlan['refusals'] {
  const closing = new Map(closures.map((closure) => [closure.code, closure]))
  const rowOf = new Map(rows.map((row) => [row.code, row]))
  const stranded = new Set<number>()
  for (const one of current) {
    if (!isOpen(one) || closing.has(one.code) || rowOf.has(one.code)) continue
    if (one.parent !== null && closing.has(one.parent)) stranded.add(one.parent)
  }
  const left = [...stranded].map((code) => ({
    row: closing.get(code)?.row ?? null,
    code: String(code),
    problem: 'closed.children-left-behind' as const,
  }))
  const misplaced = rows
    .filter((row) => !row.closed && !closing.has(row.code) && row.parent !== null && closing.has(row.parent))
    .map((row) => ({ row: row.row, code: String(row.code), problem: 'parent.closes' as const }))
  return [...left, ...misplaced]
}

function findChanges(rows: ReadRow[], known: CurrentByCode): Pick<CorrectionPlan, 'additions' | 'renames' | 'reparentings'> {
  const additions: CorrectionPlan['additions'] = []
  const renames: CorrectionPlan['renames'] = []
  const reparentings: CorrectionPlan['reparentings'] = []
  for (const { row, code, name, parent, closed } of rows) {
    if (closed) continue
    const stored = known.get(code)
    if (stored === undefined) {
      additions.push({ row, division: { code, name, level: levelOf(code), parent } })
      continue
    }
    if (stored.name !== name) renames.push({ row, code, from: stored.name, to: name })
    if (stored.parent !== parent) reparentings.push({ row, code, from: stored.parent, to: parent })
  }
  // Counties before their towns, so that each parent is there when its children come.
  additions.sort((one, other) => one.division.code - other.division.code)
  return { additions, renames, reparentings }
}

/** Sorts what hangs together into moves, merges, splits and redrawings. */
function nameGroups(successors: CorrectionPlan['successors']): Pick<CorrectionPlan, 'moves' | 'merges' | 'splits' | 'redrawings'> {
  const groups = { moves: [], merges: [], splits: [], redrawings: [] } as Pick<CorrectionPlan, 'moves' | 'merges' | 'splits' | 'redrawings'>
  for (const { from, to } of groupPairs(successors)) {
    const [oldOne, newOne] = [from[0] as number, to[0] as number]
    if (from.length === 1 && to.length === 1) groups.moves.push({ from: oldOne, to: newOne })
    else if (to.length === 1) groups.merges.push({ from, to: newOne })
    else if (from.length === 1) groups.splits.push({ from: oldOne, to })
    else groups.redrawings.push({ from, to })
  }
  return groups
}

/** Groups of old and new codes that are joined by any chain of pairs. An old and a new place of one code are told apart. */
function groupPairs(pairs: CorrectionPlan['successors']): { from: number[]; to: number[] }[] {
  const byFrom = Map.groupBy(pairs, ({ from }) => from)
  const byTo = Map.groupBy(pairs, ({ to }) => to)
  const done = new Set<number>()
  const groups: { from: number[]; to: number[] }[] = []
  for (const start of byFrom.keys()) {
    if (done.has(start)) continue
    const from = new Set([start])
    const to = new Set<number>()
    // A set is walked in the order things are added to it, while they are added.
    for (const old of from) {
      for (const pair of byFrom.get(old) ?? []) {
        to.add(pair.to)
        for (const { from: other } of byTo.get(pair.to) ?? []) from.add(other)
      }
    }
    for (const old of from) done.add(old)
    groups.push({ from: [...from].sort((one, other) => one - other), to: [...to].sort((one, other) => one - other) })
  }
  return groups
}

function findWarnings(rows: ReadRow[], closures: CorrectionPlan['closures']): CorrectionPlan['warnings'] {
  const far = rows.filter((row) => !row.closed && row.parent !== null && !isWithin(row.code, row.parent))
  const heirless = closures.filter((closure) => closure.successors.length === 0)
  return [
    ...far.map(({ row, code }) => ({ row, code: String(code), problem: 'parent.out-of-reach' as const })),
    ...heirless.map(({ row, code }) => ({ row, code: String(code), problem: 'closed.without-successor' as const })),
  ]
}
