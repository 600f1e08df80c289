import { sql, type RawBuilder, type SqlBool } from 'kysely'
import type { NeedFilter, NeedRow } from '#api/needs.ts'
import { reachOf } from '#server/modules/places/index.ts'
import { letInto, listableTags, ownRange, readCursor } from '#server/modules/records/index.ts'
import { maskName } from '#server/modules/residents/index.ts'
import { standardsOn } from '#server/modules/standards/index.ts'
import { networkInReach, peopleInReach } from '#server/platform/database/index.ts'
import type { Work } from '#server/platform/work.ts'

export type Condition = RawBuilder<SqlBool>
const COUNT_TO = 1000

/** What leads a list: one station, owner or file, or a place range; one's own station with its rooms when nothing is asked. */
export function leadOf({ actor }: Work, f: Pick<NeedFilter, 'station' | 'owner' | 'file' | 'place'>): Condition {
  if (f.file) return sql`n.file = ${f.file}`
  if (f.owner) return sql`n.owner = ${f.owner}`
  if (f.station) return sql`n.station = ${f.station}`
  if (f.place === undefined && ownRange(actor) === undefined) return sql`n.station = ${actor.station}`
  const { from, to } = f.place === undefined ? ownRange(actor)! : reachOf(f.place)
  return sql`n.place between ${from}::int8 and ${to}::int8`
}

function conditionsOf(work: Work, f: NeedFilter): Condition[] {
  const all: Condition[] = [peopleInReach(work.actor, 'n'), leadOf(work, f), sql`n.voided_at is null`]
  if (f.states?.length) all.push(sql`n.state = any (${f.states})`)
  if (f.outcomes?.length) all.push(sql`n.outcome = any (${f.outcomes})`)
  if (f.items?.length) all.push(sql`n.item = any (${f.items})`)
  if (f.urgency) all.push(sql`n.urgency = ${f.urgency}`)
  if (f.tag) all.push(sql`${f.tag} = any (n.tags)`)
  if (f.servedPlace !== undefined) {
    const { from, to } = reachOf(f.servedPlace)
    all.push(sql`n.served_place between ${from}::int8 and ${to}::int8`)
  }
  if (f.from) all.push(sql`n.found_on >= ${f.from}::date`)
  if (f.to) all.push(sql`n.found_on <= ${f.to}::date`)
  if (f.overdueOnly) all.push(sql`n.state <> 'closed' and n.due_on < ${work.today}::date`)
  if (f.unconfirmedOnly) all.push(sql`n.state = 'closed' and n.confirmed_on is null`)
  return all
}

/** One page of needs, newest first, without words. */
export async function listNeedRows(work: Work, filter: NeedFilter) {
  if (filter.file) await letInto(work, 'resident_file', filter.file)
  const all = conditionsOf(work, filter)
  return pageOfNeeds(work, all, filter)
}

/** A page by keyset, with an exact count up to a thousand on the first. */
export async function pageOfNeeds(work: Work, all: readonly Condition[], { after, limit }: { after?: string | undefined; limit: number }) {
  const cursor = readCursor(after)
  const page = cursor ? [...all, sql<SqlBool>`(n.found_on, n.id) < (${cursor.day}::date, ${cursor.id}::uuid)`] : all
  const found = await selectNeeds(work, page, limit + 1)
  const rows = found.slice(0, limit)
  const last = rows.at(-1)
  return { rows, next: found.length > limit && last ? `${last.foundOn}_${last.id}` : null, ...(!cursor && { count: await countNeeds(work, all) }) }
}

async function countNeeds({ tx }: Work, conditions: readonly Condition[]): Promise<number | '1000+'> {
  const found = await sql<{ n: number }>`select count(*)::int as n from (select 1 from need n where ${sql.join([...conditions], sql` and `)} limit ${COUNT_TO + 1}) few`.execute(tx)
  const n = found.rows[0]!.n
  return n > COUNT_TO ? '1000+' : n
}

/** Needs as a list may show them: names as this post may see them, no words, only groups a list may show. */
export async function selectNeeds(work: Work, conditions: readonly Condition[], limit: number): Promise<NeedRow[]> {
  const { actor, tx, today } = work
  const found = await sql<NeedRow>`
    select n.id, n.version, n.found_on as "foundOn", n.source, n.file, f.name, n.station, coalesce(s.name, '') as "stationName", n.served_place as "servedPlace",
      coalesce(l.name, '') as "servedPlaceName", n.item, n.urgency, n.state, n.answer, coalesce(n.measure, '') as measure, n.owner, n.owner_name as "ownerName",
      n.due_on as "dueOn", n.state <> 'closed' and coalesce(n.due_on < ${today}::date, false) as overdue, n.actors, n.outcome, n.unmet_why as "unmetWhy",
      n.closed_on as "closedOn", n.confirmed_on as "confirmedOn", n.confirmed_how as "confirmedHow", n.tags, n.worker, n.worker_name as "workerName",
      n.voided_at is not null as voided
    from need n left join resident_file f on f.id = n.file and ${peopleInReach(actor, 'f')}
    left join station s on s.id = n.station and ${networkInReach(actor, 's')} left join place l on l.code = n.served_place
    where ${sql.join([...conditions], sql` and `)} order by n.found_on desc, n.id desc limit ${limit}`.execute(tx)
  if (found.rows.length === 0) return []
  const standards = await standardsOn(work, actor.place, today)
  return found.rows.map((row) => ({
    ...row, name: row.name === null ? null : actor.people === 'full' ? row.name : maskName(row.name), tags: listableTags(standards, row.tags),
    // A measure is written freely and may name people.
    measure: actor.people === 'full' ? row.measure : '',
  }))
}
