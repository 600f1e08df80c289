import { sql } from 'kysely'
import type { OpenEvent } from '#api/emergency.ts'
import { SERVES } from '#api/roles.ts'
import { SEEN } from '#server/modules/records/index.ts'
import { networkInReach, peopleInReach } from '#server/platform/database/index.ts'
import type { Work } from '#server/platform/work.ts'
import type { Span } from './rules/area.ts'
import type { Sought } from './rules/groups.ts'
import { HELP_RESULT } from './rules/marks.ts'

/** An event that this post may change, locked. */
export function findOwnEvent({ tx, actor }: Work, id: string) {
  return tx.selectFrom('emergency_event as e').selectAll('e').where('e.id', '=', id).where(networkInReach(actor, 'e')).forUpdate().executeTakeFirst()
}

export async function addEvent({ tx, actor, now }: Work, id: string, span: Span, input: OpenEvent, digest: Buffer): Promise<void> {
  await tx.insertInto('emergency_event').values({
    id, cell: span.cell, place: span.place, place_to: span.to, station: actor.station, kind: input.kind, level: input.level, area: [...input.area], groups: [...input.groups], words: input.words,
    begun_at: input.begunAt === undefined ? now : new Date(input.begunAt), opened_at: now, opened_by: actor.account, opened_by_name: actor.accountName, digest,
  }).execute()
}

export async function setEvent({ tx }: Work, id: string, version: number, set: { groups?: string[]; ended_at?: Date }): Promise<void> {
  await tx.updateTable('emergency_event').set({ ...set, version: version + 1 }).where('id', '=', id).execute()
}

/** Puts the people of these groups on the list; gives how many were put there whom a list may show. */
export async function listToCheck({ tx, today }: Work, event: string, { tags, risks, born }: Sought): Promise<number> {
  const found = await sql<{ n: number | null }>`select app.list_to_check(${event}::uuid, ${tags}::text[], ${risks}::text[],
    ${born.map(({ tag }) => tag)}::text[], ${born.map(({ from }) => from)}::date[], ${born.map(({ to }) => to)}::date[], ${today}::date) as n`.execute(tx)
  return found.rows[0]?.n ?? 0
}

/** Works out anew how these people stand on the lists of open events. */
export async function keepChecks({ tx }: Work, files: readonly string[]): Promise<void> {
  await sql`select app.keep_checks(${[...files]}::uuid[], ${[...SEEN]}::text[], ${HELP_RESULT})`.execute(tx)
}

/** Whoever of these accounts holds a post today, within this one's reach, from which residents are served. */
export async function findCheckers({ tx, actor, today }: Work, accounts: readonly string[]): Promise<Set<string>> {
  const rows = await tx.selectFrom('post as p').innerJoin('account as a', 'a.id', 'p.account').select('p.account').distinct()
    .where('p.account', 'in', [...accounts]).where('p.role', 'in', [...SERVES]).where('a.state', '=', 'active').where(networkInReach(actor, 'p'))
    .where('p.from_on', '<=', today).where('p.ended_at', 'is', null).where((eb) => eb.or([eb('p.until_on', 'is', null), eb('p.until_on', '>=', today)])).execute()
  return new Set(rows.map(({ account }) => account))
}

/** Rows of an event nobody has found safe yet, village by village, locked in one order. */
export async function findUnfinished({ tx, actor }: Work, event: string, village?: number): Promise<string[]> {
  const rows = await tx.selectFrom('event_check as c').select('c.id').where('c.event', '=', event).where(peopleInReach(actor, 'c')).where('c.state', 'in', ['open', 'missed', 'help'])
    .$if(village !== undefined, (query) => query.where('c.place', '=', village!)).orderBy('c.place').orderBy('c.id').forUpdate().execute()
  return rows.map(({ id }) => id)
}

/** Which of these rows stand on the list of an event, locked in one order. */
export async function findListed({ tx, actor }: Work, event: string, ids: readonly string[]): Promise<string[]> {
  const rows = await tx.selectFrom('event_check as c').select('c.id').where('c.event', '=', event).where(peopleInReach(actor, 'c')).where('c.id', 'in', [...ids])
    .orderBy('c.place').orderBy('c.id').forUpdate().execute()
  return rows.map(({ id }) => id)
}

export async function giveChecks({ tx, actor }: Work, rows: readonly string[], checker: string | null): Promise<void> {
  if (rows.length === 0) return
  await sql`update event_check c set checker = ${checker}::uuid, version = c.version + 1
    where c.id = any (${[...rows]}::uuid[]) and c.checker is distinct from ${checker}::uuid and ${peopleInReach(actor, 'c')}`.execute(tx)
}
