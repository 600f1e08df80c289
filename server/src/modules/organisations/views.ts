import { sql } from 'kysely'
import type { OrganisationFilter, OrganisationView } from '#api/organisations.ts'
import { reachOf } from '#server/modules/places/index.ts'
import type { Work } from '#server/platform/work.ts'
import { networkInReach } from '#server/platform/database/index.ts'
import { warningsOf } from './rules.ts'

type Row = Omit<OrganisationView, 'creditCodeWarnings'>

// How many stations and contracts are counted within the reader's own reach: both tables keep their row policy here.
const columnsFor = (actor: Work['actor']) => sql`o.id, o.place, coalesce(p.name, '') as "placeName", o.name, o.kind, o.credit_code as "creditCode", o.version,
  (select count(*)::int from station s where s.operator = o.id and s.closed_on is null and ${networkInReach(actor, 's')}) as stations,
  (select count(*)::int from contract c where (c.agency = o.id or c.purchaser = o.id) and ${networkInReach(actor, 'c')}) as contracts`

const withWarnings = (row: Row): OrganisationView => ({ ...row, creditCodeWarnings: warningsOf(row.creditCode) })

/** Organisations of a place, of those above it and of all below it, by name. */
export async function listOrganisations({ tx, actor }: Work, filter: OrganisationFilter): Promise<{ rows: OrganisationView[]; next: string | null }> {
  const { from, to } = reachOf(filter.place ?? actor.place)
  const above = [1e10, 1e8, 1e6, 1e3].map((size) => Math.floor(from / size) * size)
  const found = await sql<Row>`
    select ${columnsFor(actor)} from organisation o left join place p on p.code = o.place
    where (o.place between ${from} and ${to} or o.place = any (${above}::int8[]))
      and ${filter.kinds ? sql`o.kind = any (${filter.kinds}::text[])` : sql`true`}
      and ${filter.search ? sql`(strpos(o.name, ${filter.search}) > 0 or o.credit_code = ${filter.search.toUpperCase()})` : sql`true`}
      and ${filter.after ? sql`(o.name, o.id) > (select name, id from organisation where id = ${filter.after})` : sql`true`}
    order by o.name, o.id limit ${filter.limit + 1}`.execute(tx)
  const rows = found.rows.slice(0, filter.limit)
  const last = rows.at(-1)
  return { rows: rows.map(withWarnings), next: found.rows.length > filter.limit && last ? last.id : null }
}

export async function viewOrganisation({ tx, actor }: Work, id: string): Promise<OrganisationView | undefined> {
  const found = await sql<Row>`select ${columnsFor(actor)} from organisation o left join place p on p.code = o.place where o.id = ${id}`.execute(tx)
  return found.rows[0] && withWarnings(found.rows[0])
}
