import { type RawBuilder, sql } from 'kysely'
import type { FigureOnly } from '#api/indicators.ts'
import { networkByReach, networkInReach } from '#server/platform/database/index.ts'
import type { DayRange } from '#server/platform/days.ts'
import type { Work } from '#server/platform/work.ts'
import type { TallyRow } from '../rules/measure.ts'
import { placesInside, type Scope } from '../rules/scope.ts'

export interface TallyQuestion {
  scope: Scope
  only: FigureOnly
  /** Recorded items that `only.item` takes in. */
  items: readonly string[] | null
  measures: readonly string[]
  /** '' and the groups that measures name; null: every group as well, for a cut by group. */
  tags: readonly string[] | null
  ranges: readonly DayRange[]
  cut: 'village' | 'worker' | 'station' | 'contract' | null
  /** Several contracts at once, cut by contract. */
  contracts?: readonly string[]
}

const CUT_COLUMN = { village: sql`t.served_place::text`, worker: sql`coalesce(t.worker::text, '')`, station: sql`coalesce(t.station::text, '')`, contract: sql`t.contract::text` }

/** Groups of facts with their sums in each range: the daily sums and the tail of changes in one statement, so exact at its moment. */
export async function tallyRows({ tx, actor }: Work, question: TallyQuestion): Promise<TallyRow[]> {
  if (question.measures.length === 0) return []
  const from = question.ranges.map((range) => range.from).sort()[0]!
  const to = question.ranges.map((range) => range.to).sort().at(-1)!
  const inReach = question.scope.served ? networkByReach : networkInReach
  const where = sql`${inReach(actor, 't')} and t.day between ${from}::date and ${to}::date and t.measure = any (${[...question.measures]}::text[]) and ${conditions(question)}`
  const columns = sql`t.measure, t.mode, t.result, t.item, t.tag, t.station, t.served_place, t.worker, t.contract, t.day, t.n, t.heads, t.households, t.minutes`
  const sums = (column: 'n' | 'heads' | 'households' | 'minutes') => sql`array[${sql.join(question.ranges.map((range) =>
    sql`coalesce(sum(${sql.ref(`t.${column}`)}) filter (where t.day between ${range.from}::date and ${range.to}::date), 0)`))}]::int8[]`
  const answer = await sql<TallyRow>`
    select t.measure, t.mode, t.result, t.item, t.tag, ${question.cut ? CUT_COLUMN[question.cut] : sql`''`} as cell, t.station is null as restricted,
      ${sums('n')} as n, ${sums('heads')} as heads, ${sums('households')} as households, ${sums('minutes')} as minutes
    from (select ${columns} from tally_day t where ${where} union all select ${columns} from tally_tail t where ${where}) t
    group by 1, 2, 3, 4, 5, 6, 7`.execute(tx)
  return answer.rows
}

function conditions({ scope, only, items, tags, contracts }: TallyQuestion): RawBuilder<unknown> {
  const all: RawBuilder<unknown>[] = [tags === null ? sql`true` : sql`t.tag = any (${[...tags]}::text[])`]
  if (scope.stations) all.push(sql`t.station = any (${scope.stations}::uuid[])`)
  if (scope.contract) all.push(sql`t.contract = ${scope.contract}::uuid`)
  if (scope.worker) all.push(sql`t.worker = ${scope.worker}::uuid`)
  if (scope.served) all.push(sql`t.served_place between ${scope.served[0]}::int8 and ${scope.served[1]}::int8`)
  if (contracts) all.push(sql`t.contract = any (${[...contracts]}::uuid[])`)
  if (only.worker) all.push(sql`t.worker = ${only.worker}::uuid`)
  if (only.mode !== undefined) all.push(sql`t.mode = ${only.mode}`)
  if (items) all.push(sql`t.item = any (${[...items]}::text[])`)
  if (only.place !== undefined) {
    const [from, to] = placesInside(only.place)
    all.push(sql`t.served_place between ${from}::int8 and ${to}::int8`)
  }
  return sql.join(all, sql` and `)
}
