import { sql } from 'kysely'
import { reachOf } from '#server/modules/places/index.ts'
import { SEEN } from '#server/modules/records/index.ts'
import { standardsOn, type Standards } from '#server/modules/standards/index.ts'
import { monthRange } from '#server/platform/days.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Work } from '#server/platform/work.ts'

/** The month duty of one station: people on duty, seen, and seen at home. */
export interface StationMonth {
  station: string
  due: number
  done: number
  home: number
}

export interface MonthScope {
  month: string
  station?: string | undefined
  place?: number | undefined
}

/** First day, last day, and the day by which it is judged who is on duty: the last, or today in a month that still runs. */
export function daysOfMonth(month: string, today: string): { from: string; to: string; asOf: string } {
  const { from, to } = monthRange(month)
  if (from > today) throw new Refusal('report.month-not-begun')
  return { from, to, asOf: to < today ? to : today }
}

/** The pack's rules of a calendar month, and the modes that meet one of them. */
export function monthRules(standards: Standards): { keys: string[]; modes: string[] } {
  const rules = standards.dutyRules().filter(({ cycle }) => 'every' in cycle && cycle.every === 'calendar-month')
  return { keys: rules.map(({ key }) => key), modes: [...new Set(rules.flatMap(({ modes }) => [...modes]))] }
}

interface Group {
  station: string
  age: number | null
  sex: number
  risk: string | null
  tags: string[]
  files: number
  seen: number
  home: number
}

/**
 * 应探访、实探访 by station, exact, for every post: counted without names or ids. Protected people are counted in a whole county
 * or more, never in one station.
 */
export async function countMonthDuty(work: Work, { month, station, place }: MonthScope): Promise<StationMonth[]> {
  const { from, asOf } = daysOfMonth(month, work.today)
  const standards = await standardsOn(work, place ?? work.actor.place, asOf)
  const { keys, modes } = monthRules(standards)
  const range = place === undefined ? { from: 0, to: 999_999_999_999 } : reachOf(place)
  const groups = await sql<Group>`
    select station, age, sex, risk, tags, files, seen, seen_at_home as home
    from app.month_contacts(${range.from}, ${range.to}, ${station ?? null}::uuid, ${asOf}::date, ${from}::date, ${asOf}::date, ${[...SEEN]}::text[], ${modes}::text[])`.execute(work.tx)
  const byStation = new Map<string, StationMonth>()
  for (const { station: at, age, sex, risk, tags, files, seen, home } of groups.rows) {
    if (!standards.dutiesOf({ age, tags, risk, sex: String(sex) }).some(({ key }) => keys.includes(key))) continue
    const sum = byStation.get(at) ?? { station: at, due: 0, done: 0, home: 0 }
    byStation.set(at, { ...sum, due: sum.due + files, done: sum.done + seen, home: sum.home + home })
  }
  return [...byStation.values()]
}

/** Whole percent, rounded down; null of nothing. */
export const percentOf = (part: number, whole: number): number | null => (whole === 0 ? null : Math.floor((part * 100) / whole))
