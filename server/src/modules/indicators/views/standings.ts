import { sql } from 'kysely'
import { CASEWORKERS } from '#api/roles.ts'
import { countMonthDuty } from '#server/modules/duties/index.ts'
import type { Standards } from '#server/modules/standards/index.ts'
import { networkByReach, networkInReach } from '#server/platform/database/index.ts'
import type { Work } from '#server/platform/work.ts'
import type { Standing } from '../rules/lights.ts'
import { timeGone } from '../rules/period.ts'
import { dueDay, isLate } from '../rules/report.ts'
import { placesInside } from '../rules/scope.ts'
import { progressOfContracts } from './progress-of-contracts.ts'

export interface StationStanding {
  id: string
  name: string
  place: number
  tier: string
  contract: string | null
  standing: Standing
}
interface Row {
  id: string
  name: string
  place: number
  tier: string
  contract: string | null
  contractFrom: string | null
  contractUntil: string | null
  targets: { indicator: string; target: number }[] | null
  inPost: number
  reportState: string | null
  submittedAt: Date | null
  overdue: number
  atRisk: number
  rooms: string[]
}

/** How every station of a place stands in a month: five statements, however many stations there are. */
export async function standingsOf(work: Work, standards: Standards, place: number, month: string, reportMonth: string): Promise<StationStanding[]> {
  const rows = await stationRows(work, place, reportMonth)
  const duties = `${month}-01` > work.today ? [] : await countMonthDuty(work, { month, place })
  const contracts = [...new Map(rows.flatMap((row) => (row.contract && row.targets?.length ? [[row.contract, { id: row.contract, from: row.contractFrom!, until: row.contractUntil!, targets: row.targets }] as const] : []))).values()]
  const progress = await progressOfContracts(work, standards, contracts)
  const due = dueDay(reportMonth, standards.number('report.month_due_day'))
  const needed = standards.number('station.min_certified_workers')
  return rows.map((row) => {
    const own = duties.filter(({ station }) => station === row.id || row.rooms.includes(station))
    const isIn = row.reportState === 'submitted' || row.reportState === 'accepted'
    const done = row.contract ? progress.get(row.contract) : undefined
    return {
      id: row.id, name: row.name, place: row.place, tier: row.tier, contract: row.contract,
      standing: {
        due: own.reduce((sum, one) => sum + one.due, 0), seen: own.reduce((sum, one) => sum + one.done, 0),
        contracts: done === undefined ? [] : [{ done, gone: timeGone({ from: row.contractFrom!, to: row.contractUntil! }, work.today) }],
        inPost: row.inPost, needed, overdue: row.overdue, atRisk: row.atRisk, reportsIn: isIn ? 1 : 0, reports: 1, reportsLate: !isIn && isLate(null, work.today, due, false) ? 1 : 0,
      },
    }
  })
}

async function stationRows({ tx, actor, today }: Work, place: number, reportMonth: string): Promise<Row[]> {
  const [from, to] = placesInside(place)
  const found = await sql<Row>`
    select s.id, s.name, s.place, s.tier, c.contract, c.from_on as "contractFrom", c.until_on as "contractUntil",
      (select json_agg(json_build_object('indicator', i.indicator, 'target', i.target) order by i.position) from app.contract_indicators_seen(c.contract) i) as targets,
      (select count(distinct p.account) from post p where p.station = s.id and p.role = any (${[...CASEWORKERS]}::text[]) and p.from_on <= ${today}::date and (p.until_on is null or p.until_on >= ${today}::date)
        and ${networkInReach(actor, 'p')})::int4 as "inPost",
      r.state as "reportState", r.submitted_at as "submittedAt", coalesce(sum(o.overdue), 0)::int4 as overdue, coalesce(sum(o.of_files), 0)::int4 as "atRisk",
      coalesce((select array_agg(m.id) from station m where m.guided_by = s.id and m.tier = 'room' and ${networkInReach(actor, 'm')}), '{}') as rooms
    from station s
    left join lateral (select k.contract, d.from_on, d.until_on from contract_station k join lateral app.contracts_seen(k.contract) d on true where k.station = s.id and k.from_on <= ${today}::date and k.until_on >= ${today}::date
      and ${networkInReach(actor, 'k')} order by k.from_on desc limit 1) c on true
    left join report r on r.station = s.id and r.month = ${`${reportMonth}-01`}::date and ${networkInReach(actor, 'r')}
    left join app.overdue_by_station(${today}::date) o on o.station = s.id or o.station in (select m.id from station m where m.guided_by = s.id and m.tier = 'room')
    where ${networkByReach(actor, 's')} and s.place between ${from}::int8 and ${to}::int8 and s.tier <> 'room' and (s.closed_on is null or s.closed_on > ${today}::date) and (s.opened_on is null or s.opened_on <= ${today}::date)
    group by s.id, s.name, s.place, s.tier, c.contract, c.from_on, c.until_on, r.state, r.submitted_at order by s.place, s.tier, s.id limit 1000`.execute(tx)
  return found.rows
}
