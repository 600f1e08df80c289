import { sql } from 'kysely'
import type { OverdueQuery, OverdueView } from '#api/duties.ts'
import { readCursor } from '#server/modules/records/index.ts'
import { maskName } from '#server/modules/residents/index.ts'
import { accountInReach, networkInReach, peopleInReach } from '#server/platform/database/index.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Work } from '#server/platform/work.ts'

/** 高风险逾期 behind the board's light: red and orange people of a station and its rooms who should have been seen. Those the reader may not see are a number. */
export async function listOverdue(work: Work, { station, after, limit }: OverdueQuery): Promise<OverdueView> {
  const { tx, actor, today } = work
  const stations = (await sql<{ id: string }>`select s.id from station s where (s.id = ${station}::uuid or (s.guided_by = ${station}::uuid and s.tier = 'room')) and ${networkInReach(actor, 's')}`.execute(tx)).rows.map(({ id }) => id)
  if (!stations.includes(station)) throw new Refusal('station.not-found')
  const where = sql`d.closed_on is null and greatest(d.due_on, d.put_off_to) < ${today}::date and not d.protected and d.station = any (${stations}::uuid[]) and ${peopleInReach(actor, 'd')}`
  const from = sql`from duty d join resident_file f on f.id = d.file and f.cell = d.cell and f.risk in ('red', 'orange') and f.closed_on is null and ${peopleInReach(actor, 'f')}`
  const cursor = readCursor(after)
  const found = (await sql<OverdueView['rows'][number] & { id: string; dueOn: string }>`
    select d.id, d.due_on as "dueOn", d.file, f.name, f.risk, coalesce(l.name, '') as "villageName", a.name as "workerName", d.last_on as "lastOn",
      (${today}::date - greatest(d.due_on, d.put_off_to))::int as "daysLate"
    ${from} left join place l on l.code = d.place left join account a on a.id = d.worker and ${accountInReach(actor, 'a')}
    where ${where} ${cursor ? sql`and (d.due_on, d.id) > (${cursor.day}::date, ${cursor.id}::uuid)` : sql``} order by d.due_on, d.id limit ${limit + 1}`.execute(tx)).rows
  const rows = found.slice(0, limit)
  const last = rows.at(-1)
  return {
    rows: rows.map(({ id: _, dueOn: _due, ...row }) => ({ ...row, name: actor.people === 'full' ? row.name : maskName(row.name) })),
    next: found.length > limit && last ? `${last.dueOn}_${last.id}` : null, hidden: after === undefined ? await hiddenOf(work, stations, sql`select count(*)::int as n ${from} where ${where}`) : 0,
  }
}

async function hiddenOf({ tx, today }: Work, stations: readonly string[], seen: ReturnType<typeof sql>): Promise<number> {
  const all = await sql<{ n: number }>`select coalesce(sum(overdue), 0)::int as n from app.overdue_by_station(${today}::date) where station = any (${[...stations]}::uuid[])`.execute(tx)
  const mine = await sql<{ n: number }>`${seen}`.execute(tx)
  return Math.max(0, all.rows[0]!.n - mine.rows[0]!.n)
}
