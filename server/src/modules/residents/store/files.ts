import { sql } from 'kysely'
import { networkInReach, peopleInReach } from '#server/platform/database/index.ts'
import type { Work } from '#server/platform/work.ts'

/** Files with what was true of each person on a day: age, risk, groups. Files out of reach are missing from the answer. */
export async function findFilesOn({ tx, actor }: Work, ids: readonly string[], day: string) {
  const rows = await sql<{
    id: string; cell: number; place: number; station: string; person: string; household: string | null; protected: boolean; name: string
    birthOn: string | null; sex: number; risk: string; closedOn: string | null; tags: string[]
  }>`
    select f.id, f.cell, f.place, f.station, f.person, f.household, f.protected, f.name, f.birth_on as "birthOn", f.sex, f.risk, f.closed_on as "closedOn",
      coalesce((select array_agg(distinct t.tag order by t.tag) from resident_tag t
        where t.file = f.id and t.from_on <= ${day}::date and (t.until_on is null or t.until_on >= ${day}::date) and ${peopleInReach(actor, 't')}), '{}') as tags
    from resident_file f where f.id = any (${[...ids]}::uuid[]) and ${peopleInReach(actor, 'f')}`.execute(tx)
  return rows.rows
}

/** One file as it stands; undefined when out of reach. Locked against a second change when `forChange`. */
export function findFile({ tx, actor }: Work, id: string, { forChange = false } = {}) {
  const query = tx.selectFrom('resident_file as f').selectAll('f').where('f.id', '=', id).where(peopleInReach(actor, 'f'))
  return (forChange ? query.forUpdate() : query).executeTakeFirst()
}
export type FileRow = NonNullable<Awaited<ReturnType<typeof findFile>>>

/** These files as they stand; those out of reach are missing. */
export async function findFilesByIds({ tx, actor }: Work, ids: readonly string[]): Promise<FileRow[]> {
  if (ids.length === 0) return []
  return tx.selectFrom('resident_file as f').selectAll('f').where((where) => where(sql<string>`f.id`, '=', sql`any (${[...ids]}::uuid[])` as never)).where(peopleInReach(actor, 'f')).execute()
}

/** Open groups of a file, restricted ones included. */
export async function openTagsOf({ tx, actor }: Work, file: string) {
  return tx.selectFrom('resident_tag as t').select(['t.id', 't.tag', 't.restricted', 't.from_on', 't.version'])
    .where('t.file', '=', file).where('t.until_on', 'is', null).where(peopleInReach(actor, 't')).orderBy('t.tag').execute()
}

/** What the file said at an earlier version. */
export async function findVersion({ tx, actor }: Work, file: string, version: number): Promise<Record<string, unknown> | undefined> {
  const found = await tx.selectFrom('history').select('was').where('row_id', '=', file).where('table_name', '=', 'resident_file').where(peopleInReach(actor, 'history'))
    .where('version', '=', version).orderBy('id', 'desc').limit(1).executeTakeFirst()
  return found?.was as Record<string, unknown> | undefined
}

/** The row as text values, the way history keeps it: sealed columns compare by their bytes. */
export async function asHistory({ tx, actor }: Work, file: string): Promise<Record<string, unknown>> {
  const found = await sql<{ row: Record<string, unknown> }>`select to_jsonb(f) as row from resident_file f where f.id = ${file}::uuid and ${peopleInReach(actor, 'f')}`.execute(tx)
  return found.rows[0]!.row
}

/** Writes columns as they once were, byte by byte, as a new version. */
export async function putColumnsBack({ tx }: Work, file: FileRow, columns: Record<string, unknown>): Promise<void> {
  await tx.updateTable('resident_file').set({ ...columns, version: file.version + 1 }).where('id', '=', file.id).execute()
}

/** The person an identity number leads to, made when new. */
export async function personOf({ tx }: Work, identity: Buffer | null, newId: string): Promise<string> {
  const found = await sql<{ person: string }>`select app.person_of(${identity}, ${newId}::uuid) as person`.execute(tx)
  return found.rows[0]!.person
}

export async function identifyPerson({ tx }: Work, person: string, identity: Buffer, newId: string): Promise<string> {
  const found = await sql<{ person: string }>`select app.identify_person(${person}::uuid, ${identity}, ${newId}::uuid) as person`.execute(tx)
  return found.rows[0]!.person
}

/** Whether one person now points to the other; false when the first has a number of its own. */
export async function linkPerson({ tx }: Work, person: string, to: string | null): Promise<boolean> {
  const found = await sql<{ linked: boolean }>`select app.link_person(${person}::uuid, ${to}::uuid) as linked`.execute(tx)
  return found.rows[0]!.linked
}

/** Another open file of this person in this cell that the caller can see. One he cannot see stays unsaid. */
export function findVisibleFileOf({ tx, actor }: Work, person: string, cell: number, except: string) {
  return tx.selectFrom('resident_file as f').select(['f.id', 'f.file_no']).where('f.person', '=', person).where('f.cell', '=', cell).where('f.id', '<>', except)
    .where('f.merged_into', 'is', null).where(peopleInReach(actor, 'f')).limit(1).executeTakeFirst()
}

export async function nextFileNo({ tx, today }: Work, station: string): Promise<string> {
  const found = await sql<{ number: string | null }>`select app.next_file_no(${station}::uuid, ${Number(today.slice(0, 4))}) as number`.execute(tx)
  if (!found.rows[0]?.number) throw new Error('a station in reach gave no file number')
  return found.rows[0].number
}

/** A station in reach that is open, with its own place. */
export function findStation({ tx, actor }: Work, id: string) {
  return tx.selectFrom('station').select(['id', 'cell', 'place', 'tier']).where('id', '=', id).where(networkInReach(actor, 'station')).where('closed_on', 'is', null).executeTakeFirst()
}

/** Village and town of a code, nearest first; empty when there is no such code. */
export async function placeNames({ tx }: Work, place: number): Promise<string[]> {
  const rows = await tx.selectFrom('place as p').leftJoin('place as up', 'up.code', 'p.parent').select(['p.name', 'p.level', 'up.name as upName', 'up.level as upLevel'])
    .where('p.code', '=', place).execute()
  return rows.flatMap((row) => [row.name, ...(row.upName !== null && row.upLevel === 'township' ? [row.upName] : [])])
}

/** Whether somebody works from this station on this day. */
export async function worksAt({ tx, actor, today }: Work, account: string, station: string): Promise<boolean> {
  const found = await tx.selectFrom('post').select('id').where(networkInReach(actor, 'post')).where('account', '=', account).where('station', '=', station).where('from_on', '<=', today)
    .where((where) => where.or([where('until_on', 'is', null), where('until_on', '>=', today)])).limit(1).executeTakeFirst()
  return found !== undefined
}

export async function contractOn({ tx }: Work, station: string, day: string): Promise<string | null> {
  // Holds off a change of the station's contracts until this fact is in: one signed meanwhile then finds it.
  const found = await sql<{ contract: string | null }>`select app.contract_on(${station}::uuid, ${day}::date) as contract`.execute(tx)
  return found.rows[0]?.contract ?? null
}

/** Puts these tokens in place of those a file had. */
export async function replaceTokens({ tx }: Work, file: Pick<FileRow, 'id' | 'cell' | 'place'>, tokens: readonly number[]): Promise<void> {
  await tx.deleteFrom('search_token').where('file', '=', file.id).execute()
  if (tokens.length === 0) return
  await tx.insertInto('search_token').values(tokens.map((token) => ({ token, place: file.place, file: file.id, cell: file.cell, dossier: file.id }))).execute()
}

/** The answer of a definer function that moves, protects or opens a dossier. */
export async function moveDossier({ tx }: Work, file: string, place: number, station: string, withHousehold: boolean): Promise<string> {
  const found = await sql<{ answer: string }>`select app.move_dossier(${file}::uuid, ${place}::int8, ${station}::uuid, ${withHousehold}) as answer`.execute(tx)
  return found.rows[0]!.answer
}
export async function protectDossier({ tx, now }: Work, file: string, members: readonly string[], why: string): Promise<string> {
  const found = await sql<{ answer: string }>`select app.protect_dossier(${file}::uuid, ${[...members]}::uuid[], ${why}, ${now}) as answer`.execute(tx)
  return found.rows[0]!.answer
}
export async function unprotectDossier({ tx, now }: Work, file: string): Promise<string> {
  const found = await sql<{ answer: string }>`select app.unprotect_dossier(${file}::uuid, ${now}) as answer`.execute(tx)
  return found.rows[0]!.answer
}
/** Whose account is in conflict of interest from now on, by any of his posts. */
export async function setConflicts({ tx, now }: Work, file: string, conflicts: readonly { post: string; kind: string }[]): Promise<string> {
  const found = await sql<{ answer: string }>`
    select app.set_conflicts(${file}::uuid, ${conflicts.map(({ post }) => post)}::uuid[], ${conflicts.map(({ kind }) => kind)}::text[], ${now}) as answer`.execute(tx)
  return found.rows[0]!.answer
}
export async function keepProtectedPhone({ tx }: Work, file: string, index: Buffer | null): Promise<void> {
  await sql`select app.keep_protected_phone(${file}::uuid, ${index})`.execute(tx)
}
/** Until when this post sees a file by 紧急调阅 alone; nothing when its circle lets it in, or it is an open one. */
export async function glassUntil({ tx, actor, now }: Work, file: Pick<FileRow, 'id' | 'protected'>): Promise<Date | null> {
  if (!file.protected) return null
  const rows = await tx.selectFrom('circle_member').select(['kind', 'until_at']).where('dossier', '=', file.id).where('post', '=', actor.post).where('from_at', '<=', now)
    .where((where) => where.or([where('until_at', 'is', null), where('until_at', '>', now)])).execute()
  return rows.some(({ kind }) => kind !== 'break-glass') ? null : rows.find(({ until_at }) => until_at !== null)?.until_at ?? null
}
