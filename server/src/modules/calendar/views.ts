import { sql } from 'kysely'
import type { CalendarQuery, CalendarView } from '#api/calendar.ts'
import { accountInReach, networkInReach, peopleInReach } from '#server/platform/database/index.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Work } from '#server/platform/work.ts'
import type { DueDay } from './rules/icalendar.ts'

const MOST_DAYS = 62
type Looking = Pick<Work, 'tx' | 'actor' | 'today'>

const ledBy = ({ actor }: Looking, scope: CalendarQuery['scope']) =>
  scope === 'mine' ? sql`t.account = ${actor.account}::uuid` : actor.station !== null ? sql`t.station = ${actor.station}::uuid` : sql`true`

/** What is due on each day, by colleague and station, in counts. Protected people are no part of it. */
export async function showCalendar(work: Work, { from, to, scope }: CalendarQuery): Promise<CalendarView> {
  const { tx, actor, today } = work
  const days = (Date.parse(to) - Date.parse(from)) / 86_400_000
  if (days < 0 || days > MOST_DAYS) throw new Refusal('calendar.too-long')
  const { rows } = await sql<CalendarView['rows'][number]>`
    select t.due_on as on, t.kind, t.account, a.name as "accountName", t.station, coalesce(s.name, '') as "stationName", count(*)::int as count
    from due_thing t left join account a on a.id = t.account and ${accountInReach(actor, 'a')} left join station s on s.id = t.station and ${networkInReach(actor, 's')}
    where t.due_on between ${from}::date and ${to}::date and ${ledBy(work, scope)} and ${peopleInReach(actor, 't')}
    group by t.due_on, t.kind, t.account, a.name, t.station, s.name order by t.due_on, t.kind, a.name nulls last, s.name limit 5000`.execute(tx)
  const late = await sql<{ n: number }>`
    select count(*)::int as n from due_thing t where t.due_on < ${today}::date and ${ledBy(work, scope)} and ${peopleInReach(actor, 't')}`.execute(tx)
  return { rows, overdue: late.rows[0]!.n }
}

/** How many of each kind are due to oneself on each day around today. */
export async function countByDay(work: Looking, back: number, ahead: number): Promise<DueDay[]> {
  const { rows } = await sql<DueDay>`
    select t.due_on as on, t.kind, count(*)::int as count from due_thing t
    where t.due_on between ${work.today}::date - ${back}::int and ${work.today}::date + ${ahead}::int and ${ledBy(work, 'mine')} and ${peopleInReach(work.actor, 't')}
    group by t.due_on, t.kind order by t.due_on, t.kind`.execute(work.tx)
  return rows
}
