import { sql } from 'kysely'
import type { PlaceRow, PlaceView } from '#api/places.ts'
import type { Work } from '#server/platform/work.ts'
import { findPlace } from './store/place-store.ts'
import { reachOf } from './rules/division-code.ts'

const MOST_FOUND = 50

export interface PlaceQuestion {
  parent?: number | undefined
  codes?: readonly number[] | undefined
  search?: string | undefined
  within?: number | undefined
  ended?: boolean | undefined
}

/** Places by parent, by codes or by part of a name, in the order of their codes. */
export async function listPlaces({ tx }: Work, { parent, codes, search, within, ended }: PlaceQuestion): Promise<PlaceRow[]> {
  const range = within === undefined ? undefined : reachOf(within)
  const found = await sql<PlaceRow>`
    select p.code, p.name, p.level, p.parent, p.redistricted, p.valid_to as "validTo",
      (select count(*)::int from place c where c.parent = p.code and c.valid_to is null) as children
    from place p
    where (${ended ?? codes !== undefined}::bool or p.valid_to is null)
      and ${parent !== undefined ? sql`p.parent = ${parent}` : codes ? sql`p.code = any (${[...codes]}::int8[])` : sql`strpos(p.name, ${search ?? ''}) > 0`}
      and ${range ? sql`p.code between ${range.from} and ${range.to}` : sql`true`}
    order by p.code limit ${parent !== undefined || codes ? 2000 : MOST_FOUND}`.execute(tx)
  return found.rows
}

/** One place with its way up, what came after it and what was before it. Undefined when there is none. */
export async function viewPlace(work: Work, code: number): Promise<PlaceView | undefined> {
  const row = await findPlace(work, code)
  if (!row) return undefined
  const path = await sql<{ code: number; name: string; depth: number }>`
    with recursive up as (
      select code, name, parent, 0 as depth from place where code = ${row.parent}
      union all select p.code, p.name, p.parent, up.depth + 1 from place p join up on p.code = up.parent
    ) select code, name, depth from up order by depth desc`.execute(work.tx)
  const heirs = (from: 'old_code' | 'new_code', to: 'old_code' | 'new_code') => sql<{ code: number; name: string; on: string; kind: string }>`
    select p.code, p.name, s.effective_on as on, s.kind from place_successor s join place p on p.code = ${sql.ref(`s.${to}`)}
    where ${sql.ref(`s.${from}`)} = ${code} order by p.code`.execute(work.tx).then((found) => found.rows)
  const children = await work.tx.selectFrom('place').select((select) => select.fn.countAll<number>().as('n')).where('parent', '=', code).where('valid_to', 'is', null).executeTakeFirstOrThrow()
  return {
    code, name: row.name, level: row.level as PlaceView['level'], parent: row.parent, redistricted: row.redistricted, validTo: row.valid_to, children: children.n,
    edition: row.edition, population: row.population, urbanClass: row.urban_class, validFrom: row.valid_from, path: path.rows.map(({ depth: _, ...place }) => place),
    successors: await heirs('old_code', 'new_code'), formers: await heirs('new_code', 'old_code'),
  }
}
