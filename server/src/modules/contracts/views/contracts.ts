import { sql } from 'kysely'
import type { ContractRow, ContractsQuery, ContractView } from '#api/contracts.ts'
import { standardsOn } from '#server/modules/standards/index.ts'
import type { Work } from '#server/platform/work.ts'
import { networkInReach } from '#server/platform/database/index.ts'
import { daysLeft, SEES_AMOUNTS, shareOfTimeGone, spokenTarget, stateOn } from '../rules.ts'

type Row = Omit<ContractRow, 'timeGone' | 'daysLeft' | 'state'>

// Stations are counted as far as the reader reaches.
const columnsFor = (actor: Work['actor']) => sql`c.id, c.version, c.title, c.place, coalesce(p.name, '') as "placeName", c.purchaser, coalesce(b.name, '') as "purchaserName", c.agency,
  coalesce(a.name, '') as "agencyName", c.from_on as "from", c.until_on as "until", c.amount_fen as amount,
  (select count(*)::int from contract_station s where s.contract = c.id and s.until_on >= s.from_on and ${networkInReach(actor, 's')}) as stations,
  (select count(*)::int from app.contract_indicators_seen(c.id)) as indicators`
const joins = sql`left join place p on p.code = c.place left join organisation b on b.id = c.purchaser left join organisation a on a.id = c.agency`

const rowOf = ({ actor, today }: Work, row: Row): ContractRow => ({
  ...row, amount: SEES_AMOUNTS.includes(actor.role) ? row.amount : null, timeGone: shareOfTimeGone(row, today), daysLeft: daysLeft(row, today), state: stateOn(row, today),
})

/** Contracts of which the caller reaches the county or a station, newest first. */
export async function listContracts(work: Work, query: ContractsQuery): Promise<{ rows: ContractRow[]; next: string | null }> {
  const { today } = work
  const state = { coming: sql`c.from_on > ${today}::date`, running: sql`${today}::date between c.from_on and c.until_on`, over: sql`c.until_on < ${today}::date` }
  const found = await sql<Row>`
    select ${columnsFor(work.actor)} from app.contracts_seen() c ${joins}
    where ${query.state ? state[query.state] : sql`true`}
      and ${query.station ? sql`exists (select from contract_station s where s.contract = c.id and s.station = ${query.station} and s.until_on >= s.from_on and ${networkInReach(work.actor, 's')})` : sql`true`}
      and ${query.after ? sql`(c.from_on, c.id) < (select from_on, id from app.contracts_seen(${query.after}))` : sql`true`}
    order by c.from_on desc, c.id desc limit ${query.limit + 1}`.execute(work.tx)
  const rows = found.rows.slice(0, query.limit).map((row) => rowOf(work, row))
  return { rows, next: found.rows.length > query.limit ? rows.at(-1)!.id : null }
}

/** One contract with the stations in reach and its indicator table. Undefined when out of reach. */
export async function viewContract(work: Work, id: string): Promise<ContractView | undefined> {
  const found = await sql<Row>`select ${columnsFor(work.actor)} from app.contracts_seen(${id}) c ${joins}`.execute(work.tx)
  if (!found.rows[0]) return undefined
  const stations = await sql<ContractView['stationList'][number]>`
    select s.id, s.name, s.tier, p.name as "placeName" from contract_station cs join station s on s.id = cs.station join place p on p.code = s.place
    where cs.contract = ${id} and cs.until_on >= cs.from_on and ${networkInReach(work.actor, 'cs')} and ${networkInReach(work.actor, 's')} order by s.place, s.id`.execute(work.tx)
  const lines = await sql<ContractView['indicatorList'][number]>`
    select id, indicator, title, unit, target, position from app.contract_indicators_seen(${id}) order by position`.execute(work.tx)
  const { place, from } = found.rows[0]
  const standards = await standardsOn(work, place, from > work.today ? work.today : from)
  const indicatorList = lines.rows.map((line) => ({ ...line, target: spokenTarget(line.target, standards.indicator(line.indicator)?.unit) }))
  return { ...rowOf(work, found.rows[0]), stationList: stations.rows, indicatorList }
}

export interface ContractInReach {
  id: string
  cell: number
  place: number
  title: string
  agency: string
  from: string
  until: string
  /** Stations it covers, as far as the caller reaches. Targets in the unit figures are counted in: minutes, fen. */
  stations: string[]
  indicators: { id: string; indicator: string; title: string; unit: string; target: number; position: number }[]
}

/** Contracts the caller may know, for other modules; with a day only those in force on it. */
export async function contractsInReach({ tx, actor }: Work, { on, one }: { on?: string; one?: string } = {}): Promise<ContractInReach[]> {
  const found = await sql<ContractInReach>`
    select c.id, c.cell, c.place, c.title, c.agency, c.from_on as "from", c.until_on as "until",
      coalesce((select array_agg(s.station order by s.station) from contract_station s where s.contract = c.id and s.until_on >= s.from_on and ${networkInReach(actor, 's')}), '{}') as stations,
      coalesce((select json_agg(json_build_object('id', i.id, 'indicator', i.indicator, 'title', i.title, 'unit', i.unit, 'target', i.target, 'position', i.position) order by i.position)
        from app.contract_indicators_seen(c.id) i), '[]') as indicators
    from app.contracts_seen(${one ?? null}::uuid) c where ${on ? sql`${on}::date between c.from_on and c.until_on` : sql`true`} order by c.from_on desc, c.id`.execute(tx)
  return found.rows
}
