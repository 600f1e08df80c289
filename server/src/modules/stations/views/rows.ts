import { sql, type RawBuilder, type SqlBool } from 'kysely'
import type { StationRow } from '#api/stations.ts'
import { standardsOfPlaces, type Standards } from '#server/modules/standards/index.ts'
import { networkByReach, networkInReach } from '#server/platform/database/index.ts'
import type { Work } from '#server/platform/work.ts'
import { type Check, climb, fillChecklist, type StationFacts } from '../rules/readiness.ts'

/** Posts that count as staff of a station. Cadres and child directors serve in their own village's name. */
export const STAFF_ROLES = ['worker', 'station_head', 'general_worker', 'general_supervisor']
const HEAD_ROLES = ['station_head', 'general_supervisor']

export interface Staff {
  station: string
  account: string
  name: string
  role: string
  title: string
  fullTime: boolean
  staffingMode: string | null
  certificateLevel: string | null
  fromOn: string
  untilOn: string | null
}

export type BareRow = Omit<StationRow, 'workers' | 'certified' | 'readiness'> & { operatorKind: string | null; address: string | null; successor: string | null; successorName: string | null }

/** Stations in reach that meet a condition over `s` and its place `p`, in the order of their places. */
export async function readStations({ tx, actor }: Work, condition: RawBuilder<SqlBool>, limit: number): Promise<BareRow[]> {
  const found = await sql<BareRow>`
    select s.id, s.version, s.place, p.name as "placeName", s.place / 1000000 * 1000000 as county, s.tier, s.name, s.guided_by as "guidedBy", g.name as "guidedByName",
      s.operator, o.name as "operatorName", o.kind as "operatorKind", s.operator_mode as "operatorMode", s.host_type as "hostType", s.build_mode as "buildMode",
      s.pilots, s.hotline, s.address, s.competent_department as department, s.opened_on as "openedOn", s.closed_on as "closedOn", p.redistricted,
      s.successor, h.name as "successorName"
    from station s join place p on p.code = s.place
    left join station g on g.id = s.guided_by and ${networkInReach(actor, 'g')} left join organisation o on o.id = s.operator left join station h on h.id = s.successor and ${networkInReach(actor, 'h')}
    where ${networkByReach(actor, 's')} and ${condition}
    order by s.place, s.tier, s.id limit ${limit}`.execute(tx)
  return found.rows
}

/** Who works at these stations today, as far as the asker reaches. */
export async function readStaff({ tx, today }: Work, stations: readonly string[]): Promise<Staff[]> {
  const found = await sql<Staff>`
    select station, account, name, role, title, full_time as "fullTime", staffing_mode as "staffingMode", certificate_level as "certificateLevel",
      from_on as "fromOn", until_on as "untilOn" from app.station_staff(${[...stations]}::uuid[], ${STAFF_ROLES}::text[], ${today}::date)`.execute(tx)
  return found.rows
}

export interface Known {
  row: BareRow
  staff: Staff[]
  facts: StationFacts
  checks: ReadonlyMap<string, Check>
  standards: Standards
}

/** What readiness is computed from, for many stations in three questions. */
export async function readKnown(work: Work, rows: readonly BareRow[]): Promise<Known[]> {
  const ids = rows.map(({ id }) => id)
  const [staff, checks, standards] = [await readStaff(work, ids), await readChecks(work, ids), await standardsOfPlaces(work, rows.map(({ place }) => place), work.today)]
  const staffOf = Map.groupBy(staff, ({ station }) => station)
  const checksOf = Map.groupBy(checks, ({ station }) => station)
  return rows.map((row) => {
    const mine = staffOf.get(row.id) ?? []
    return {
      row, staff: mine, facts: factsOf(row, mine), standards: standards.get(row.place)!,
      checks: new Map((checksOf.get(row.id) ?? []).map(({ item, station: _, ...check }) => [item, check])),
    }
  })
}

async function readChecks({ tx, actor }: Work, stations: readonly string[]): Promise<(Check & { station: string; item: string })[]> {
  const found = await sql<Check & { station: string; item: string }>`
    select c.station, c.item, c.state, c.note, c.photo, c.checked_on as "checkedOn", c.version from station_check c where c.station = any (${[...stations]}::uuid[]) and ${networkInReach(actor, 'c')}`.execute(tx)
  return found.rows
}

/** One person with two posts at a station is one worker. */
function factsOf(row: BareRow, staff: readonly Staff[]): StationFacts {
  const count = (holds: (one: Staff) => boolean) => new Set(staff.filter(holds).map(({ account }) => account)).size
  return {
    staff: count(() => true), heads: count(({ role, fullTime }) => HEAD_ROLES.includes(role) && fullTime),
    'certified-workers': count(({ certificateLevel }) => certificateLevel !== null),
    'full-time-certified': count(({ certificateLevel, fullTime }) => certificateLevel !== null && fullTime), agency: row.operatorKind === 'agency' ? 1 : 0,
  }
}

export const filledOf = ({ standards, checks, facts }: Known) =>
  new Map(standards.checklists().map((list) => [list.key, fillChecklist(list, checks, facts, (key) => numberIn(standards, key))]))

const numberIn = (standards: Standards, key: string): number | undefined => {
  const value = standards.findParameter(key)?.value
  return typeof value === 'number' ? value : undefined
}

export function rowOf(known: Known): StationRow {
  const { operatorKind: _, address: __, successor: ___, successorName: ____, ...row } = known.row
  return { ...row, workers: known.facts.staff, certified: known.facts['certified-workers'], readiness: climb(known.standards.readiness(), filledOf(known)) }
}
