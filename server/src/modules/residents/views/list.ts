import { sql, type RawBuilder, type SqlBool } from 'kysely'
import type { ResidentFilter, ResidentPage } from '#api/residents.ts'
import { standardsOn } from '#server/modules/standards/index.ts'
import { keptIfLed, limitTo, peopleByReach, peopleInReach } from '#server/platform/database/index.ts'
import { addDays, addMonths } from '#server/platform/days.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Work } from '#server/platform/work.ts'
import { asRows, selectRows, traceSensitive, type RawRow } from './rows.ts'

const COUNTED = 1_000

export const howOf = (filter: ResidentFilter) => keptIfLed(filter, { by: ['station', 'worker'], beside: ['state', 'limit', 'after'] })

/** Files by place, group, risk, worker and age, in the order of the alphabet. A masked post gets 王＊＊. */
export async function listResidents(work: Work, filter: ResidentFilter): Promise<ResidentPage> {
  const where = conditionsOf(work, filter)
  const from = await cursorOf(work, filter.after)
  const rows = (await selectRows(work, pageQuery(where, from, filter.limit + 1), howOf(filter)).execute(work.tx)).rows
  const page = rows.slice(0, filter.limit)
  await traceSensitive(work, page, { asked: filter, isSensitive: await asksSensitive(work, filter) })
  return {
    rows: await asRows(work, page), next: rows.length > filter.limit ? page.at(-1)!.id : null,
    ...(filter.after === undefined && { count: await countUpTo(work, countQuery(where, howOf(filter))) }),
  }
}

/** The ids and order of one page. */
export const pageQuery = (where: RawBuilder<SqlBool>, from: RawBuilder<SqlBool>, limit: number): RawBuilder<unknown> =>
  sql`select f.* from resident_file f where ${where} and ${from} order by f.name_sort, f.id ${limitTo(limit)}`

/** Everything a filter says, in words an index understands. */
export function conditionsOf({ actor, today }: Work, filter: ResidentFilter): RawBuilder<SqlBool> {
  const parts: RawBuilder<SqlBool>[] = [reachOf(actor, filter)]
  if (filter.station !== undefined) parts.push(sql`f.station = ${filter.station}::uuid`)
  if (filter.worker !== undefined) parts.push(sql`f.worker = ${filter.worker}::uuid`)
  if (filter.place !== undefined) parts.push(inPlace(filter.place))
  if (filter.risks !== undefined && filter.risks.length > 0) parts.push(sql`f.risk = any (${filter.risks})`)
  if (filter.sex !== undefined) parts.push(sql`f.sex = ${filter.sex}`)
  if (filter.state === 'open') parts.push(sql`f.closed_on is null`)
  if (filter.state === 'closed') parts.push(sql`f.closed_on is not null`)
  // Born on this day or earlier is old enough; born after the other is not too old.
  if (filter.ageFrom !== undefined) parts.push(sql`f.birth_on <= ${addMonths(today, -12 * filter.ageFrom)}::date`)
  if (filter.ageTo !== undefined) parts.push(sql`f.birth_on >= ${addDays(addMonths(today, -12 * (filter.ageTo + 1)), 1)}::date`)
  for (const tag of filter.tags ?? []) {
    parts.push(sql`f.id in (select t.file from resident_tag t where t.tag = ${tag} and t.until_on is null and not t.restricted and ${peopleByReach(actor, 't')})`)
  }
  return sql<SqlBool>`${sql.join(parts, sql` and `)}`
}

/** What leads to the rows when nothing asked does: nearly every post reaches into one county, whose order an index keeps, or a part of it. */
function reachOf(actor: Work['actor'], { station, worker, place }: ResidentFilter): RawBuilder<SqlBool> {
  if (station !== undefined || worker !== undefined || place !== undefined) return peopleInReach(actor, 'f')
  const cells = new Set(actor.reach.map((end) => Math.floor(end / 1_000_000)))
  return cells.size === 1 ? sql<SqlBool>`${peopleByReach(actor, 'f')} and f.cell = ${[...cells][0]}` : peopleByReach(actor, 'f')
}

function inPlace(place: number): RawBuilder<SqlBool> {
  const width = place % 1_000_000 === 0 ? 999_999 : place % 1000 === 0 ? 999 : 0
  return width === 0 ? sql`f.place = ${place}` : sql`f.place between ${place} and ${place + width}`
}

/** Goes on after a file whose place in the order is looked up, so that a cursor tells no name. */
async function cursorOf({ tx, actor }: Work, after: string | undefined): Promise<RawBuilder<SqlBool>> {
  if (after === undefined) return sql<SqlBool>`true`
  if (!/^[0-9a-f-]{36}$/.test(after)) throw new Refusal('request.malformed', { where: 'after' })
  const last = await tx.selectFrom('resident_file as f').select('f.name_sort').where('f.id', '=', after).where(peopleInReach(actor, 'f')).executeTakeFirst()
  if (!last) throw new Refusal('request.malformed', { where: 'after' })
  return sql<SqlBool>`(f.name_sort, f.id) > (${last.name_sort}, ${after}::uuid)`
}

async function countUpTo({ tx }: Work, query: RawBuilder<{ n: number }>): Promise<number | '1000+'> {
  const found = await query.execute(tx)
  const n = Number(found.rows[0]!.n)
  return n > COUNTED ? '1000+' : n
}

/** In the order of the page, so that counting stops after as many rows as it says and never reads the table whole. */
export const countQuery = (where: RawBuilder<SqlBool>, how: RawBuilder<unknown> = sql``) => sql<{ n: number }>`${how}select count(*) as n from (select 1 from resident_file f where ${where} order by f.name_sort, f.id limit ${sql.lit(COUNTED + 1)}) counted`

async function asksSensitive(work: Work, filter: ResidentFilter): Promise<boolean> {
  if (!filter.tags?.length) return false
  const standards = await standardsOn(work, work.actor.place, work.today)
  return filter.tags.some((tag) => !['P0', 'P1', 'P2'].includes(standards.tag(tag)?.class ?? 'P3'))
}

/** Rows of these files, in their order. */
export async function rowsOfFiles(work: Work, ids: readonly string[]): Promise<RawRow[]> {
  if (ids.length === 0) return []
  return (await selectRows(work, sql`select f.* from resident_file f where f.id = any (${[...ids]}::uuid[]) and ${peopleInReach(work.actor, 'f')}`).execute(work.tx)).rows
}
