import { sql, type RawBuilder, type SqlBool } from 'kysely'
import type { ServiceFilter, ServiceRow } from '#api/services.ts'
import { ownRange, readCursor } from '#server/modules/records/index.ts'
import { standardsOfPlaces } from '#server/modules/standards/index.ts'
import { admit, kept, networkInReach, peopleInReach } from '#server/platform/database/index.ts'
import type { Work } from '#server/platform/work.ts'
import { waysOfOffice } from '../store/offices.ts'

type Condition = RawBuilder<SqlBool>
type Row = Omit<ServiceRow, 'methodTitle' | 'stageTitle'> & { place: number }
const COUNT_TO = 1000

/** Services that fit, in an order; their names are those of their clients. */
export async function selectServices({ tx, actor }: Work, where: readonly Condition[], order: RawBuilder<unknown>, limit: number): Promise<Row[]> {
  return (await sql<Row>`
    select s.id, s.version, s.method, s.counts, s.secret, coalesce(nullif(s.title, ''), f.name, '') as title, s.number, s.client, s.station, coalesce(t.name, '') as "stationName", s.worker, s.worker_name as "workerName",
      s.stage, s.state, s.opened_on as "openedOn", s.closed_on as "closedOn", s.close_reason as "closeReason", s.item, s.sessions, s.last_on as "lastOn", cardinality(s.gaps) as gaps,
      to_char(s.due_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "dueAt", s.waiting, to_char(s.happens_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "happensAt", s.capacity, s.place,
      (select count(*)::int4 from service_person p where p.service = s.id and p.state in ('in', 'signed-up') and ${peopleInReach(actor, 'p')}) as people
    from service s left join station t on t.id = s.station and ${networkInReach(actor, 't')} left join resident_file f on f.id = s.client and ${peopleInReach(actor, 'f')}
    where ${sql.join(where, sql` and `)} order by ${order} limit ${limit}`.execute(tx)).rows
}

/** The same with the words of the packs they were opened under. */
export async function titled(work: Work, rows: readonly Row[]): Promise<ServiceRow[]> {
  const known = await standardsOfPlaces(work, [...new Set(rows.map(({ place }) => place))], work.today)
  return rows.map(({ place, ...row }) => {
    const method = known.get(place)?.methods().find(({ key }) => key === row.method)
    return { ...row, methodTitle: method?.title ?? { zh: row.method }, stageTitle: method?.stages.find(({ key }) => key === row.stage)?.title ?? { zh: row.stage } }
  })
}

/** A station and the village rooms it guides: one house to whoever leads it. */
export const ofHouse = ({ actor }: Work, alias: string) =>
  sql<SqlBool>`${sql.ref(`${alias}.station`)} = any (array(select t.id from station t where t.id = ${actor.station} or (t.tier = 'room' and t.guided_by = ${actor.station})))`
/** The same, and what lies behind the circles this post is in. */
export const inHouse = (work: Work, alias: string) => sql<SqlBool>`(${ofHouse(work, alias)} or ${sql.ref(`${alias}.protected`)})`

function conditionsOf(work: Work, f: ServiceFilter, ways: readonly string[] | null): Condition[] {
  const { actor } = work
  const all: Condition[] = [peopleInReach(actor, 's')]
  if (ways) all.push(sql`s.method = any (${[...ways]}::text[]) and s.client is null and not s.protected`)
  if (f.station) all.push(f.station === actor.station && !actor.role.startsWith('general_') ? inHouse(work, 's') : sql`s.station = ${f.station}`)
  else if (f.worker) all.push(sql`s.worker = ${f.worker}`)
  else if (f.client) all.push(sql`(s.client = ${f.client} or exists (select from service_person q where q.service = s.id and q.file = ${f.client} and ${peopleInReach(actor, 'q')}))`)
  // A general station looks at all of its county, as on its 今天.
  else if (actor.station && !actor.role.startsWith('general_')) all.push(inHouse(work, 's'))
  else {
    const range = ownRange(actor)
    if (range) all.push(sql`s.place between ${range.from}::int8 and ${range.to}::int8`)
  }
  if (f.worker && f.station) all.push(sql`s.worker = ${f.worker}`)
  if (f.method) all.push(sql`s.method = ${f.method}`)
  if (f.counts) all.push(sql`s.counts = ${f.counts}`)
  if (f.states?.length) all.push(sql`s.state = any (${f.states})`)
  if (f.stage) all.push(sql`s.stage = ${f.stage}`)
  if (f.gapsOnly) all.push(sql`s.gaps <> '{}'`)
  if (f.from) all.push(sql`s.opened_on >= ${f.from}::date`)
  if (f.to) all.push(sql`s.opened_on <= ${f.to}::date`)
  if (f.closedFrom) all.push(sql`s.closed_on >= ${f.closedFrom}::date`)
  if (f.closedTo) all.push(sql`s.closed_on <= ${f.closedTo}::date`)
  return all
}

/** One page of services, newest first; protected ones where this post is in their circle. */
export async function listServices(work: Work, filter: ServiceFilter): Promise<{ rows: ServiceRow[]; next: string | null; count?: number | '1000+' }> {
  await admitCircles(work)
  const all = conditionsOf(work, filter, await waysOfOffice(work))
  const cursor = readCursor(filter.after)
  const page = cursor ? [...all, sql<SqlBool>`(s.opened_on, s.id) < (${cursor.day}::date, ${cursor.id}::uuid)`] : all
  const found = await selectServices(work, page, sql`s.opened_on desc, s.id desc`, filter.limit + 1)
  const shown = found.slice(0, filter.limit)
  const last = shown.at(-1)
  return {
    rows: await titled(work, shown), next: found.length > filter.limit && last ? `${last.openedOn}_${last.id}` : null,
    ...(!cursor && { count: await countTo(work, all) }),
  }
}

async function countTo({ tx }: Work, all: readonly Condition[]): Promise<number | '1000+'> {
  const found = await sql<{ n: number }>`select count(*)::int4 as n from (select from service s where ${sql.join(all, sql` and `)} limit ${COUNT_TO + 1}) few`.execute(tx)
  const n = found.rows[0]!.n
  return n > COUNT_TO ? '1000+' : n
}

/** Opens the services whose plan waits for this manager's word. */
export async function admitAsked(work: Work): Promise<void> {
  const found = await sql<{ dossier: string }>`select dossier from app.asked_services(${work.now})`.execute(work.tx)
  for (const { dossier } of found.rows) await admit(work, dossier)
}

/** Opens the protected services whose circle this post is in, each checked and traced by the database. */
export async function admitCircles(work: Work): Promise<void> {
  const found = await sql<{ dossier: string }>`${kept}select dossier from app.circle_services(${work.now})`.execute(work.tx)
  for (const { dossier } of found.rows) await admit(work, dossier)
}
