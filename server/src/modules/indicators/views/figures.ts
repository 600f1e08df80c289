import type { FigureCut, FigureOnly } from '#api/indicators.ts'
import { countMonthDuty, type StationMonth } from '#server/modules/duties/index.ts'
import type { CountMeasure, Indicator, Standards } from '#server/modules/standards/index.ts'
import type { DayRange } from '#server/platform/days.ts'
import type { Work } from '#server/platform/work.ts'
import { itemsUnder, recordedUnder } from '../rules/items.ts'
import { type Leaf, leavesOf } from '../rules/leaves.ts'
import { amountOf, counts, isRatio, percentOf, summedKinds, type TallyRow } from '../rules/measure.ts'
import { isCalendarMonth, isWholeMonths, monthlyParts } from '../rules/period.ts'
import { isNarrowed, isWide, type Scope } from '../rules/scope.ts'
import { numberOf, type OnceRow, peopleOnce, specOf } from './people-once.ts'
import { tallyRows } from './tally.ts'

export interface FigureAsk {
  indicator: Indicator
  range: DayRange
}
export interface Counted {
  value: number | null
  /** Protected facts within the value. */
  restricted: number
  /** By the keys of the cut. */
  cells: Map<string, number | null>
}
interface Question {
  scope: Scope
  only: FigureOnly
  cut: FigureCut | null
  asks: readonly FigureAsk[]
}
type Numbers = Pick<Counted, 'value' | 'restricted' | 'cells'>

/**
 * All figures of a question in at most three statements: the sums with their tail, people once, and the duties of a month.
 * A cut gives each figure its cells; protected facts count only in whole totals.
 */
export async function countFigures(work: Work, standards: Standards, question: Question): Promise<Counted[]> {
  const { asks, cut, only } = question
  const withTag = only.tag !== undefined || cut?.by === 'tag'
  const wanted = asks.map((ask) => {
    const parts = cut?.by === 'month' ? monthlyParts(ask.range) : []
    return { ask, whole: leavesOf(standards, ask.indicator, ask.range, withTag), parts: parts.map(({ month, range }) => ({ month, leaves: leavesOf(standards, ask.indicator, range, withTag) })) }
  })
  const leaves = wanted.flatMap(({ whole, parts }) => [...whole, ...parts.flatMap((part) => part.leaves)])
  const numbers = new Map<Leaf, Numbers>()
  for (const [leaf, found] of [...await summed(work, standards, question, leaves), ...await once(work, standards, question, leaves), ...await monthDuty(work, question, leaves)]) {
    numbers.set(leaf, found)
  }
  return wanted.map(({ ask, whole, parts }) => {
    const figure = put(ask.indicator, whole.map((leaf) => numbers.get(leaf)!))
    for (const { month, leaves: own } of parts) figure.cells.set(month, put(ask.indicator, own.map((leaf) => numbers.get(leaf)!)).value)
    return figure
  })
}

function put({ measure }: Indicator, parts: readonly Numbers[]): Counted {
  const [first, second] = parts
  if (!first) return { value: null, restricted: 0, cells: new Map() }
  if (!isRatio(measure) || !second) return { ...first, cells: new Map(first.cells) }
  const keys = new Set([...first.cells.keys(), ...second.cells.keys()])
  return {
    value: percentOf(first.value, second.value), restricted: first.restricted + second.restricted,
    cells: new Map([...keys].map((key) => [key, percentOf(first.cells.get(key) ?? 0, second.cells.get(key) ?? 0)])),
  }
}

async function summed(work: Work, standards: Standards, { scope, only, cut }: Question, leaves: readonly Leaf[]): Promise<[Leaf, Numbers][]> {
  const mine = leaves.filter(({ how }) => how === 'summed')
  const ranges = [...new Map(mine.map(({ range }) => [`${range.from} ${range.to}`, range])).values()]
  const rows = await tallyRows(work, {
    scope, only, items: only.item === undefined ? null : recordedUnder(standards, only.item), measures: [...new Set(mine.flatMap(({ measure }) => summedKinds(measure)))],
    tags: cut?.by === 'tag' ? null : [...new Set([only.tag ?? '', ...mine.flatMap(({ measure }) => measure.where?.tag ?? [])])], ranges,
    cut: cut?.by === 'village' || cut?.by === 'worker' || cut?.by === 'station' ? cut.by : null,
  })
  const threshold = standards.number('count.small_threshold')
  return mine.map((leaf) => {
    const at = ranges.findIndex(({ from, to }) => from === leaf.range.from && to === leaf.range.to)
    const tag = leaf.measure.where?.tag?.[0] ?? only.tag ?? ''
    const fitting = rows.filter((row) => counts(leaf.measure, standards, row))
    const amount = (row: TallyRow) => amountOf(leaf.measure, row, at)
    const add = (some: readonly TallyRow[]) => some.reduce((sum, row) => sum + amount(row), 0)
    const whole = fitting.filter((row) => row.tag === tag)
    const open = add(whole.filter((row) => !row.restricted))
    const hidden = isWide(scope) && !isNarrowed(only) && !leaf.measure.where?.tag && isWholeMonths(leaf.range) ? add(whole.filter((row) => row.restricted)) : 0
    const shown = hidden > 0 && (leaf.closed || open + hidden >= threshold)
    return [leaf, {
      value: shown ? open + hidden : open, restricted: shown ? hidden : 0,
      cells: cellsOf(standards, cut, fitting.filter((row) => !row.restricted && (cut?.by === 'tag' ? row.tag !== '' : row.tag === tag)), amount),
    }]
  })
}

function cellsOf(standards: Standards, cut: FigureCut | null, rows: readonly TallyRow[], amount: (row: TallyRow) => number): Map<string, number | null> {
  const cells = new Map<string, number>()
  const add = (key: string, number: number) => cells.set(key, (cells.get(key) ?? 0) + number)
  if (cut === null || cut.by === 'month') return cells
  if (cut.by !== 'item') {
    for (const row of rows) add(cut.by === 'tag' ? row.tag : cut.by === 'mode' ? row.mode : row.cell, amount(row))
    return cells
  }
  for (const { key } of standards.items(cut.catalogue)) {
    const recorded = itemsUnder(standards).get(key) ?? []
    const of = rows.filter((row) => recorded.includes(row.item))
    if (of.length > 0) add(key, of.reduce((sum, row) => sum + amount(row), 0))
  }
  for (const row of rows) if (row.item === '') add('', amount(row))
  return cells
}

async function once(work: Work, standards: Standards, { scope, only, cut }: Question, leaves: readonly Leaf[]): Promise<[Leaf, Numbers][]> {
  const mine = leaves.filter(({ how }) => how === 'once')
  const threshold = standards.number('count.small_threshold')
  const items = cut?.by === 'item' ? ['', ...standards.items(cut.catalogue).map(({ key }) => key)] : []
  const asked = mine.flatMap((leaf) => [
    { leaf, cell: null as string | null, spec: specOf(leaf.measure, standards, scope, leaf.range, only, threshold, null) },
    ...(cut && cut.by !== 'item' && cut.by !== 'month' ? [{ leaf, cell: '*', spec: specOf(leaf.measure, standards, scope, leaf.range, only, threshold, cut.by) }] : []),
    ...items.map((item) => ({ leaf, cell: item, spec: specOf(leaf.measure, standards, scope, leaf.range, { ...only, item }, threshold, null) })),
  ])
  const sent = asked.filter(({ spec }) => spec !== undefined)
  const rows = await peopleOnce(work, sent.map(({ spec }) => spec!))
  const answered = new Map(sent.map((ask, n) => [ask, rows.filter((row) => row.spec === n)]))
  return mine.map((leaf) => [leaf, onceNumbers(leaf.measure, asked.filter((ask) => ask.leaf === leaf).map((ask) => ({ cell: ask.cell, rows: answered.get(ask) ?? [] })))])
}

function onceNumbers(measure: CountMeasure, answers: readonly { cell: string | null; rows: readonly OnceRow[] }[]): Numbers {
  const cells = new Map<string, number | null>()
  for (const { cell, rows } of answers) {
    if (cell === '*') for (const row of rows) cells.set(row.cell, numberOf(row, measure))
    else if (cell !== null && rows.length > 0 && numberOf(rows[0], measure) !== 0) cells.set(cell, numberOf(rows[0], measure))
  }
  return { value: numberOf(answers.find(({ cell }) => cell === null)?.rows[0], measure), restricted: 0, cells }
}

/** Only months have a rate; for other times, contracts, workers or a part of the facts there is none to give. */
async function monthDuty(work: Work, { scope, only, cut }: Question, leaves: readonly Leaf[]): Promise<[Leaf, Numbers][]> {
  const mine = leaves.filter(({ how }) => how === 'month-duty')
  const byMonth = new Map<string, StationMonth[]>()
  const askable = (scope.by === 'station' || scope.by === 'place') && !isNarrowed(only)
  const found: [Leaf, Numbers][] = []
  for (const leaf of mine) {
    const numbers: Numbers = { value: null, restricted: 0, cells: new Map() }
    if (askable && isCalendarMonth(leaf.range) && leaf.range.from <= work.today) {
      const month = leaf.range.from.slice(0, 7)
      if (!byMonth.has(month)) byMonth.set(month, await countMonthDuty(work, { month, place: scope.place }))
      const rows = byMonth.get(month)!.filter(({ station }) => scope.stations === null || scope.stations.includes(station))
      const number = ({ due, done }: StationMonth) => (leaf.measure.count.includes('duty-met') ? done : due)
      numbers.value = rows.reduce((sum, row) => sum + number(row), 0)
      if (cut?.by === 'station') for (const row of rows) numbers.cells.set(row.station, number(row))
    }
    found.push([leaf, numbers])
  }
  return found
}
