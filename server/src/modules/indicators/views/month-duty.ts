import { sql } from 'kysely'
import { SEEN } from '#server/modules/records/index.ts'
import type { Standards } from '#server/modules/standards/index.ts'
import type { DayRange } from '#server/platform/days.ts'
import type { Work } from '#server/platform/work.ts'

export interface MonthDutyCount {
  due: number
  seen: number
}

/**
 * By station: who had to be seen in a calendar month under the duty rules, as people were at its end (today, while it runs), and how
 * many of them were seen. Counts only, also for readers who may not see a person.
 */
export async function monthDutyByStation({ tx, today }: Work, standards: Standards, [from, to]: [number, number], month: DayRange): Promise<Map<string, MonthDutyCount>> {
  const rule = standards.dutyRules().find(({ cycle }) => 'every' in cycle && cycle.every === 'calendar-month')
  const asOf = month.to < today ? month.to : today
  if (!rule || asOf < month.from) return new Map()
  const { rows } = await sql<{ station: string; age: number | null; sex: number; risk: string | null; tags: string[]; files: number; seen: number }>`
    select station, age, sex, risk, tags, files, seen
    from app.month_contacts(${from}::int8, ${to}::int8, null, ${asOf}::date, ${month.from}::date, ${month.to}::date, ${[...SEEN]}::text[], ${[...rule.modes]}::text[])`.execute(tx)
  const counts = new Map<string, MonthDutyCount>()
  for (const { station, age, sex, risk, tags, files, seen } of rows) {
    const duties = standards.dutiesOf({ age, tags, risk, sex: String(sex) })
    if (!duties.some(({ cycle }) => 'every' in cycle && cycle.every === 'calendar-month')) continue
    const sofar = counts.get(station) ?? { due: 0, seen: 0 }
    counts.set(station, { due: sofar.due + files, seen: sofar.seen + seen })
  }
  return counts
}
