import { sql } from 'kysely'
import type { FigureOnly } from '#api/indicators.ts'
import type { CountMeasure, Standards } from '#server/modules/standards/index.ts'
import type { DayRange } from '#server/platform/days.ts'
import type { Work } from '#server/platform/work.ts'
import { recordedUnder } from '../rules/items.ts'
import { methodsOf } from '../rules/measure.ts'
import { placesInside, type Scope } from '../rules/scope.ts'

export type OnceCut = 'village' | 'worker' | 'station' | 'mode' | 'tag'
/** One question to app.people_once. */
export type Spec = Record<string, string | number | readonly string[]>
export interface OnceRow {
  spec: number
  cell: string
  facts: number
  heads: number
  people: number
  households: number
  householdTimes: number
}

/** The question a measure asks about people, in the words of app.people_once. Undefined: nothing can fit it. */
export function specOf(measure: CountMeasure, standards: Standards, scope: Scope, range: DayRange, only: FigureOnly, threshold: number, cut: OnceCut | null): Spec | undefined {
  const { where = {} } = measure
  const modes = both(measure.modes, only.mode === undefined ? undefined : [only.mode])
  const items = both(where.item?.flatMap((item) => recordedUnder(standards, item)), only.item === undefined ? undefined : recordedUnder(standards, only.item))
  if (modes?.length === 0 || items?.length === 0) return undefined
  const [onlyFrom, onlyTo] = only.place === undefined ? [] : placesInside(only.place)
  const spec = {
    kinds: measure.count, from: range.from, to: range.to, threshold, modes, ways: where.kind, methods: methodsOf(measure, standards), items, results: where.result, outcomes: where.outcome, tags: where.tag, tag: only.tag,
    ageFrom: where.age?.from, ageTo: where.age?.to, stations: scope.stations ?? undefined, contract: scope.contract ?? undefined, worker: scope.worker ?? undefined,
    servedFrom: scope.served?.[0], servedTo: scope.served?.[1], onlyFrom, onlyTo, workerOnly: only.worker, cut: cut ?? undefined,
  }
  return Object.fromEntries(Object.entries(spec).filter(([, value]) => value !== undefined)) as Spec
}

const both = (a: readonly string[] | undefined, b: readonly string[] | undefined): readonly string[] | undefined =>
  a === undefined ? b : b === undefined ? a : a.filter((one) => b.includes(one))

/** People and households once for all questions in one statement. Also for readers who may not see one of them. */
export async function peopleOnce({ tx }: Work, specs: readonly Spec[]): Promise<OnceRow[]> {
  if (specs.length === 0) return []
  const answer = await sql<OnceRow>`select spec, coalesce(cell, '') as cell, facts, heads, people, households, household_times as "householdTimes" from app.people_once(${JSON.stringify(specs)}::jsonb)`.execute(tx)
  return answer.rows
}

/** The number of a row that a measure asks for; null where it cannot be told person by person. */
export function numberOf(row: OnceRow | undefined, measure: CountMeasure): number | null {
  if (measure.of === 'minutes' || measure.of === 'amount' || measure.of === 'quantity' || measure.of === 'open') return null
  if (!row) return 0
  return { occurrences: row.facts, heads: row.heads, people: row.people, households: row.households, 'household-times': row.householdTimes }[measure.of]
}
