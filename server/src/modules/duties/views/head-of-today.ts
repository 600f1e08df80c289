import { sql } from 'kysely'
import type { TodayView } from '#api/duties.ts'
import { accountInReach, networkInReach, peopleInReach } from '#server/platform/database/index.ts'
import type { Work } from '#server/platform/work.ts'

type Head = NonNullable<TodayView['head']>
const MOST_RISKS = 50

/** What a station head sees besides: reports not yet accepted, red people without contact in their cycle, who recorded today, writes kept for him. */
export async function headOfToday(work: Work, station: string): Promise<Head> {
  const { tx, actor, today } = work
  const reports = await sql<Head['reports'][number]>`
    select to_char(month, 'YYYY-MM') as month, state from report r where r.station = ${station} and r.state <> 'accepted' and ${networkInReach(actor, 'r')} order by month`.execute(tx)
  const risks = await sql<Head['risks'][number]>`
    select d.file, f.name, coalesce(l.name, '') as "villageName", a.name as "workerName", d.last_on as "lastOn", (${today}::date - d.due_on)::int as "daysLate"
    from duty d join resident_file f on f.id = d.file and f.risk = 'red' and ${peopleInReach(actor, 'f')}
    left join place l on l.code = d.place left join account a on a.id = d.worker and ${accountInReach(actor, 'a')}
    where d.station = ${station} and d.closed_on is null and d.due_on < ${today}::date and ${peopleInReach(actor, 'd')} order by d.due_on, d.id limit ${MOST_RISKS}`.execute(tx)
  const recordedToday = await sql<Head['recordedToday'][number]>`
    select r.worker, r.worker_name as "workerName", count(*)::int as records from record r
    where r.station = ${station} and r.occurred_on = ${today}::date and r.voided_at is null and ${peopleInReach(actor, 'r')} group by 1, 2 order by 3 desc, 1`.execute(tx)
  const kept = await sql<{ n: number }>`select count(*)::int as n from undelivered u where u.station = ${station} and u.settled_at is null and ${peopleInReach(actor, 'u')}`.execute(tx)
  return { reports: reports.rows, risks: risks.rows, recordedToday: recordedToday.rows, undelivered: kept.rows[0]!.n }
}
