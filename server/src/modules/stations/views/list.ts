import { sql, type RawBuilder, type SqlBool } from 'kysely'
import type { StationFilter, StationRow } from '#api/stations.ts'
import { reachOf } from '#server/modules/places/index.ts'
import { networkByReach, networkInReach } from '#server/platform/database/index.ts'
import type { Work } from '#server/platform/work.ts'
import { readKnown, readStations, rowOf } from './rows.ts'

const EXACT_UP_TO = 1000
const MOST_LOOKED_AT = 5000

export const openOn = (day: string): RawBuilder<SqlBool> =>
  sql<SqlBool>`(s.opened_on <= ${day}::date and (s.closed_on is null or s.closed_on > ${day}::date))`

function conditionOf(filter: StationFilter, today: string): RawBuilder<SqlBool> {
  const parts: RawBuilder<unknown>[] = []
  if (filter.place !== undefined) {
    const { from, to } = reachOf(filter.place)
    parts.push(sql`s.place between ${from} and ${to}`)
  }
  if (!filter.all) parts.push(openOn(filter.openOn ?? today))
  if (filter.tiers) parts.push(sql`s.tier = any (${filter.tiers}::text[])`)
  if (filter.search) parts.push(sql`(strpos(s.name, ${filter.search}) > 0 or strpos(p.name, ${filter.search}) > 0)`)
  if (filter.pilot) parts.push(sql`${filter.pilot} = any (s.pilots)`)
  if (filter.redistricted !== undefined) parts.push(sql`p.redistricted = ${filter.redistricted}`)
  const equal = { operator: filter.operator, guided_by: filter.guidedBy, build_mode: filter.buildMode, host_type: filter.hostType, operator_mode: filter.operatorMode, competent_department: filter.department }
  for (const [column, value] of Object.entries(equal)) if (value !== undefined) parts.push(sql`${sql.ref(`s.${column}`)} = ${value}`)
  return parts.length === 0 ? sql<SqlBool>`true` : sql<SqlBool>`${sql.join(parts, sql` and `)}`
}

const after = ({ actor }: Work, id: string | undefined): RawBuilder<SqlBool> =>
  id === undefined ? sql<SqlBool>`true` : sql<SqlBool>`(s.place, s.tier, s.id) > (select n.place, n.tier, n.id from station n where n.id = ${id} and ${networkInReach(actor, 'n')})`

/** Stations in reach by place. Readiness is computed, so a list by readiness looks on until the page is full. */
export async function listStations(work: Work, filter: StationFilter): Promise<{ rows: StationRow[]; next: string | null; count?: number | '1000+' }> {
  const condition = conditionOf(filter, work.today)
  if (filter.readiness === undefined) {
    const found = await readStations(work, sql<SqlBool>`${condition} and ${after(work, filter.after)}`, filter.limit + 1)
    const rows = (await readKnown(work, found.slice(0, filter.limit))).map(rowOf)
    return { rows, next: found.length > filter.limit ? rows.at(-1)!.id : null, ...(filter.after === undefined && { count: await countUpTo(work, condition) }) }
  }
  return lookOn(work, condition, filter, filter.readiness)
}

async function lookOn(work: Work, condition: RawBuilder<SqlBool>, filter: StationFilter, readiness: string) {
  const rows: StationRow[] = []
  let from = filter.after
  for (let looked = 0; looked < MOST_LOOKED_AT; looked += 200) {
    const found = await readStations(work, sql<SqlBool>`${condition} and ${after(work, from)}`, 200)
    for (const row of (await readKnown(work, found)).map(rowOf)) {
      if ((row.readiness.reached?.key ?? 'none') !== readiness) continue
      if (rows.length === filter.limit) return { rows, next: rows.at(-1)!.id }
      rows.push(row)
    }
    if (found.length < 200) return { rows, next: null }
    from = found.at(-1)!.id
  }
  return { rows, next: from ?? null }
}

async function countUpTo({ tx, actor }: Work, condition: RawBuilder<SqlBool>): Promise<number | '1000+'> {
  const found = await sql<{ n: number }>`
    select count(*)::int as n from (select 1 from station s join place p on p.code = s.place where ${networkByReach(actor, 's')} and ${condition} limit ${EXACT_UP_TO + 1}) t`.execute(tx)
  const n = found.rows[0]!.n
  return n > EXACT_UP_TO ? '1000+' : n
}
