import { sql, type RawBuilder, type SqlBool } from 'kysely'
import type { CheckRow, ChecksPage, ChecksQuery } from '#api/emergency.ts'
import { standardsOn } from '#server/modules/standards/index.ts'
import { leaveView } from '#server/platform/audit.ts'
import { accountInReach, admit, kept, limitTo, peopleInReach } from '#server/platform/database/index.ts'
import { ageOn } from '#server/platform/days.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Work } from '#server/platform/work.ts'

type Condition = RawBuilder<SqlBool>
interface Found extends Omit<CheckRow, 'age' | 'last' | 'checkedAt'> {
  birthOn: string | null
  checkedAt: Date | null
  lastOn: string | null
  lastMode: string
  lastResult: string | null
  lastWorker: string
  far: number
}

/** Lets the post into the protected dossiers of its own circles on this list; each leaves its trace. */
export async function admitChecks(work: Work, event: string): Promise<void> {
  const found = await sql<{ dossier: string }>`${kept}select dossier from app.circle_checks(${event}::uuid, ${work.now})`.execute(work.tx)
  for (const { dossier } of found.rows) await admit(work, dossier)
}

async function conditionsOf(work: Work, event: string, query: Omit<ChecksQuery, 'after' | 'limit'>): Promise<Condition[]> {
  const { actor } = work
  const all = [sql<SqlBool>`c.event = ${event}::uuid`, peopleInReach(actor, 'c')]
  if (query.scope === 'mine') all.push(sql`c.checker = ${actor.account}::uuid`)
  if (query.states !== undefined && query.states.length > 0) all.push(sql`c.state = any (${query.states}::text[])`)
  if (query.village !== undefined) all.push(sql`c.place = ${query.village}::int8`)
  if (query.checker !== undefined) all.push(query.checker === null ? sql`c.checker is null` : sql`c.checker = ${query.checker}::uuid`)
  if (query.twiceOnly) all.push(sql`c.state = 'missed' and c.misses >= ${(await standardsOn(work, actor.place, work.today)).number('emergency.escalate_misses')}`)
  return all
}

function afterOf(after: string | undefined, far: RawBuilder<unknown>): Condition {
  if (after === undefined) return sql`true`
  const [, away, place, id] = /^([01])_(\d{12})_([0-9a-f-]{36})$/.exec(after) ?? []
  if (!id) throw new Refusal('request.malformed', { where: 'after' })
  return sql`(${far}, c.place, c.id) > (${Number(away)}::int, ${Number(place)}::int8, ${id}::uuid)`
}

/** People of a list, the near village first, then village by village, each with the last contact. One trace for all. */
export async function listChecks(work: Work, event: string, query: ChecksQuery): Promise<ChecksPage> {
  const far = query.near === undefined ? sql`0::int` : sql`case when c.place = ${query.near}::int8 then 0 else 1 end`
  const conditions = [...(await conditionsOf(work, event, query)), afterOf(query.after, far)]
  const found = await selectChecks(work, conditions, far, query.limit + 1)
  const page = found.slice(0, query.limit)
  const last = page.at(-1)
  const rows = await shown(work, page)
  if (rows.length > 0) await leaveView(work, { subject: 'event_check', rows: rows.length, digestOf: { event, query, ids: rows.map(({ id }) => id) } })
  return { rows, next: found.length > query.limit && last ? `${last.far}_${last.village}_${last.id}` : null }
}

/** The whole list, or one's own, for paper: nobody protected. */
export async function checksForPaper(work: Work, event: string, query: Pick<ChecksQuery, 'scope' | 'village'>, most: number): Promise<CheckRow[]> {
  const conditions = await conditionsOf(work, event, query)
  return shown(work, await selectChecks(work, [...conditions, sql`not c.protected`, sql`c.state <> 'left'`], sql`0::int`, most))
}

/** The page is chosen before anything is joined to it: a county's list costs no more than a village's. */
async function selectChecks({ tx, actor }: Work, conditions: readonly Condition[], far: RawBuilder<unknown>, limit: number): Promise<Found[]> {
  return (await sql<Found>`${kept}
    select c.id, c.version, c.file, f.name, f.birth_on as "birthOn", f.sex, f.risk, c.place as village, coalesce(l.name, '') as "villageName", f.phone_mask as "phoneMask",
      c.groups, case when a.id is not null then c.checker end as checker, a.name as "checkerName", c.state, c.misses, c.checked_at as "checkedAt", ${far} as far,
      p.occurred_on as "lastOn", p.mode as "lastMode", p.result as "lastResult", coalesce(p.worker_name, '') as "lastWorker"
    from (select c.* from event_check c where ${sql.join([...conditions], sql` and `)} order by ${far}, c.place, c.id ${limitTo(limit)}) c
    join resident_file f on f.id = c.file and f.cell = c.cell and ${peopleInReach(actor, 'f')}
    left join place l on l.code = c.place left join account a on a.id = c.checker and ${accountInReach(actor, 'a')}
    left join lateral (
      select p.occurred_on, p.mode, p.result, r.worker_name from record_person p left join record r on r.id = p.record and ${peopleInReach(actor, 'r')}
      where p.file = c.file and not p.voided and p.kind in ('visit', 'call') and ${peopleInReach(actor, 'p')} order by p.occurred_on desc, p.record desc limit 1) p on true
    order by ${far}, c.place, c.id`.execute(tx)).rows
}

/** Groups of class P4 stay on the file: a list does not need them to send somebody to the door. */
async function shown(work: Work, found: readonly Found[]): Promise<CheckRow[]> {
  const standards = await standardsOn(work, work.actor.place, work.today)
  return found.map(({ far: _, birthOn, checkedAt, lastOn, lastMode, lastResult, lastWorker, ...row }) => ({
    ...row, age: birthOn === null ? null : ageOn(birthOn, work.today), checkedAt: checkedAt?.toISOString() ?? null,
    groups: row.groups.filter((group) => group.startsWith('risk-') || (standards.tag(group)?.class ?? 'P4') !== 'P4'),
    last: lastOn === null ? null : { on: lastOn, mode: lastMode, result: lastResult, workerName: lastWorker },
  }))
}
