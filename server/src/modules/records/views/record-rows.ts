import { sql, type RawBuilder, type SqlBool } from 'kysely'
import type { RecordFilter, RecordRow } from '#api/records.ts'
import { reachOf, type Reach } from '#server/modules/places/index.ts'
import { maskName } from '#server/modules/residents/index.ts'
import { standardsOn, type Standards } from '#server/modules/standards/index.ts'
import { keptIfLed, limitTo, networkInReach, peopleInReach } from '#server/platform/database/index.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Work } from '#server/platform/work.ts'
import { letInto } from '../store.ts'

/** Names of people shown beside one record; an activity may have hundreds. */
const MOST_PEOPLE = 30
const COUNT_TO = 1000

export type Condition = RawBuilder<SqlBool>

/** The day and id a keyset page goes on after. */
export function readCursor(after: string | undefined): { day: string; id: string } | undefined {
  if (after === undefined) return undefined
  const [, day, id] = /^(\d{4}-\d{2}-\d{2})_([0-9a-f-]{36})$/.exec(after) ?? []
  if (!day || !id) throw new Refusal('request.malformed', { where: 'after' })
  return { day, id }
}

/** The places a post lists when nothing is asked: its station and the rooms inside; undefined for a general station, which lists itself. */
export const ownRange = (actor: Work['actor']): Reach | undefined =>
  actor.station !== null && ['general_worker', 'general_supervisor'].includes(actor.role) ? undefined : reachOf(actor.place)

/** Where a list begins, and what of it orders the rows. */
interface Source {
  from: RawBuilder<unknown>
  day: RawBuilder<unknown>
  id: RawBuilder<unknown>
}
/** Where rows are chosen from, and whether the statement is `kept`. */
interface Chosen {
  from: RawBuilder<unknown>
  how: RawBuilder<unknown>
}
const ALL: Source = { from: sql`record r`, day: sql`r.occurred_on`, id: sql`r.id` }
/** A person's contacts in the order of their own index: five thousand are read no slower than fifty. */
const OF_A_FILE: Source = { from: sql`record_person q join record r on r.id = q.record and r.cell = q.cell`, day: sql`q.occurred_on`, id: sql`q.record` }

/** What leads a list: one service, station, worker, file or contract, or a place range; one's own station with its rooms when nothing is asked. */
export function leadOf({ actor }: Work, f: Pick<RecordFilter, 'service' | 'station' | 'worker' | 'file' | 'contract' | 'place'>): Condition {
  // Somebody who turned out not to have been there is void in a record that is not.
  if (f.file) return sql`q.file = ${f.file} and (not q.voided or r.voided_at is not null) and ${peopleInReach(actor, 'q')}`
  if (f.service) return sql`r.service = ${f.service}`
  if (f.worker) return sql`r.worker = ${f.worker}`
  if (f.station) return sql`r.station = ${f.station}`
  if (f.contract) return sql`r.contract = ${f.contract}`
  if (f.place === undefined && ownRange(actor) === undefined) return sql`r.station = ${actor.station}`
  const { from, to } = f.place === undefined ? ownRange(actor)! : reachOf(f.place)
  return sql`r.place between ${from}::int8 and ${to}::int8`
}

function conditionsOf(work: Work, f: RecordFilter): Condition[] {
  const all: Condition[] = [peopleInReach(work.actor, 'r'), leadOf(work, f)]
  if (f.service && f.file) all.push(sql`r.service = ${f.service}`)
  if (f.kinds?.length) all.push(sql`r.kind = any (${f.kinds})`)
  if (f.modes?.length) all.push(sql`r.mode = any (${f.modes})`)
  if (f.items?.length) all.push(sql`r.item = any (${f.items})`)
  if (f.tag) all.push(sql`(r.head_groups ? ${f.tag} or exists (select from record_person q where q.record = r.id and ${f.tag} = any (q.tags) and ${peopleInReach(work.actor, 'q')}))`)
  if (f.servedPlace !== undefined) {
    const { from, to } = reachOf(f.servedPlace)
    all.push(sql`r.served_place between ${from}::int8 and ${to}::int8`)
  }
  if (f.from) all.push(sql`r.occurred_on >= ${f.from}::date`)
  if (f.to) all.push(sql`r.occurred_on <= ${f.to}::date`)
  if (f.gapsOnly) all.push(sql`r.gaps <> '{}' and r.voided_at is null`)
  if (f.unclassifiedOnly) all.push(sql`r.item = '' and r.voided_at is null and r.kind <> 'task'`)
  if (f.inContract !== undefined) all.push(sql`r.in_contract = ${f.inContract}`)
  return all
}

const howOf = (filter: RecordFilter) => keptIfLed(filter, { by: ['service', 'station', 'worker', 'file'], beside: ['limit', 'after', 'counted'] })

/** One page of records, newest first, without words. Those of a protected person for his circle. */
export async function listRecordRows(work: Work, filter: RecordFilter): Promise<{ rows: RecordRow[]; next: string | null; count?: number | '1000+' }> {
  if (filter.file) await letInto(work, 'resident_file', filter.file)
  const all = conditionsOf(work, filter)
  const { from, day, id } = filter.file ? OF_A_FILE : ALL
  const cursor = readCursor(filter.after)
  const page = cursor ? [...all, sql<SqlBool>`(${day}, ${id}) < (${cursor.day}::date, ${cursor.id}::uuid)`] : all
  const found = await selectRows(work, page, sql`r.occurred_on desc, r.id desc`, filter.limit + 1, { from, order: sql`${day} desc, ${id} desc`, how: howOf(filter) })
  const rows = found.slice(0, filter.limit)
  const last = rows.at(-1)
  const next = found.length > filter.limit && last ? `${last.occurredOn}_${last.id}` : null
  return { rows, next, ...(!cursor && filter.counted && { count: await countRows(work, all, { from, how: howOf(filter) }) }) }
}

export async function countRows({ tx }: Work, conditions: readonly Condition[], { from, how }: Chosen = { from: ALL.from, how: sql`` }): Promise<number | '1000+'> {
  const found = await sql<{ n: number }>`${how}select count(*)::int as n from (select 1 from ${from} where ${sql.join([...conditions], sql` and `)} limit ${sql.lit(COUNT_TO + 1)}) few`.execute(tx)
  const n = found.rows[0]!.n
  return n > COUNT_TO ? '1000+' : n
}

/** Rows with whom they served, the page chosen before anything is joined to it; names as this post may see them, and only tags a list may show. */
export async function selectRows(work: Work, conditions: readonly Condition[], order: RawBuilder<unknown>, limit: number, chosen: Chosen & { order: RawBuilder<unknown> } = { from: ALL.from, order, how: sql`` }): Promise<RecordRow[]> {
  const { actor, tx } = work
  const found = await sql<RecordRow>`${chosen.how}
    select r.id, r.version, r.kind, r.occurred_on as "occurredOn", r.station, coalesce(s.name, '') as "stationName", r.served_place as "servedPlace",
      coalesce(l.name, '') as "servedPlaceName", r.worker, r.worker_name as "workerName", r.mode, r.result, r.item, r.title, r.minutes, r.heads,
      r.in_contract as "inContract", r.requester, r.late, r.gaps, r.voided_at is not null as voided, coalesce(p.people, '[]') as people
    from (select r.* from ${chosen.from} where ${sql.join([...conditions], sql` and `)} order by ${chosen.order} ${limitTo(limit)}) r
    left join station s on s.id = r.station and ${networkInReach(actor, 's')}
    left join place l on l.code = r.served_place
    left join lateral (
      select json_agg(json_build_object('file', o.file, 'name', coalesce(o.name, ''), 'age', o.age, 'sex', o.sex, 'tags', o.tags)) as people from (
        select q.file, f.name, q.age, q.sex, q.tags from record_person q
        left join resident_file f on f.id = q.file and ${peopleInReach(actor, 'f')}
        where q.record = r.id and ${peopleInReach(actor, 'q')} order by f.name_sort, q.file limit ${sql.lit(MOST_PEOPLE)}) o) p on true
    order by ${order}`.execute(tx)
  if (found.rows.length === 0) return []
  const standards = await standardsOn(work, actor.place, work.today)
  return found.rows.map((row) => ({ ...row, people: row.people.map((person) => ({
    ...person, name: actor.people === 'full' ? person.name : maskName(person.name), tags: listableTags(standards, person.tags),
  })) }))
}

/** Of a person's groups those a list may show: class P2 and below. */
export const listableTags = (standards: Standards, tags: readonly string[]): string[] =>
  tags.filter((tag) => ['P0', 'P1', 'P2'].includes(standards.tag(tag)?.class ?? 'P4'))
