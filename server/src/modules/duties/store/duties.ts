import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { letInto } from '#server/modules/records/index.ts'
import { peopleInReach, type Tx } from '#server/platform/database/index.ts'
import type { Work } from '#server/platform/work.ts'
import type { EndedDuty, FileFacts, OpenDuty } from '../rules/expected-duty.ts'

/** What decides about a file's duty, and the duty as it is kept. */
export interface KeptFacts extends FileFacts {
  file: string
  cell: number
  place: number
  station: string
  protected: boolean
  worker: string | null
  duty: StoredDuty | null
}

/** A duty in the words of its table. */
export interface StoredDuty {
  id: string
  version: number
  cycle_days: number | null
  monthly: boolean
  basis: string
  last_on: string | null
  last_record: string | null
  last_mode: string | null
  last_result: string | null
  show_from: string
  due_on: string
  put_off_to: string | null
  closed_on: string | null
}

/** Locks files in one order, so that two contacts of one person written at the same moment both see the other. */
export async function lockFiles({ tx, actor }: Work, files: readonly string[]): Promise<void> {
  await sql`select f.id from resident_file f where f.id = any (${[...files]}::uuid[]) and ${peopleInReach(actor, 'f')} order by f.id for no key update`.execute(tx)
}

/** The facts of files at this moment. Files out of reach are missing. */
export async function readDutyFacts(tx: Tx, files: readonly string[]): Promise<KeptFacts[]> {
  const found = await sql<{ facts: KeptFacts }>`select facts from app.duty_facts(${[...files]}::uuid[])`.execute(tx)
  return found.rows.map(({ facts }) => facts)
}

/** The derived columns in the words of the table. */
export const columnsOf = (duty: OpenDuty) => ({
  cycle_days: duty.cycleDays, monthly: duty.monthly, basis: duty.basis, last_on: duty.lastOn, last_record: duty.lastRecord, last_mode: duty.lastMode,
  last_result: duty.lastResult, show_from: duty.showFrom, due_on: duty.dueOn,
})

export async function openDuty({ tx, today }: Work, facts: KeptFacts, duty: OpenDuty): Promise<void> {
  await tx.insertInto('duty').values({
    id: randomUUID(), cell: facts.cell, place: facts.place, station: facts.station, dossier: facts.file, protected: facts.protected, file: facts.file,
    worker: facts.worker, opened_on: today, ...columnsOf(duty),
  }).execute()
}

/** A duty that is due anew; who was seen since has no longer been put off. */
export interface DueAnew {
  duty: StoredDuty
  expected: OpenDuty
  seen: boolean
}

/** In one statement: a sheet is a whole round of people. */
export async function setDuties({ tx }: Work, duties: readonly DueAnew[]): Promise<void> {
  if (duties.length === 0) return
  const rows = duties.map(({ duty, expected, seen }) => ({ id: duty.id, seen, ...columnsOf(expected) }))
  await sql`update duty d set cycle_days = n.cycle_days, monthly = n.monthly, basis = n.basis, last_on = n.last_on, last_record = n.last_record, last_mode = n.last_mode,
      last_result = n.last_result, show_from = n.show_from, due_on = n.due_on, version = d.version + 1,
      put_off_to = case when n.seen then null else d.put_off_to end, put_off_why = case when n.seen then null else d.put_off_why end,
      put_off_words_sealed = case when n.seen then null else d.put_off_words_sealed end
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as n (id uuid, seen boolean, cycle_days int, monthly boolean, basis text, last_on date, last_record uuid, last_mode text, last_result text,
      show_from date, due_on date)
    where d.id = n.id`.execute(tx)
}

export async function closeDuty({ tx }: Work, { id, version }: StoredDuty, { closedOn, closedWhy }: EndedDuty): Promise<void> {
  await tx.updateTable('duty').set({ closed_on: closedOn, closed_why: closedWhy, version: version + 1 }).where('id', '=', id).execute()
}

export async function setWorker({ tx }: Work, file: string, worker: string | null): Promise<void> {
  await tx.updateTable('duty').set((eb) => ({ worker, reassigned_why: null, version: eb('version', '+', 1) })).where('file', '=', file).where('closed_on', 'is', null).execute()
}

/** Open duties, locked for a change in one order; rows out of reach are missing. */
export async function findDutiesForChange(work: Work, ids: readonly string[]) {
  const find = () => work.tx.selectFrom('duty as d').select(['d.id', 'd.version', 'd.file', 'd.station', 'd.place', 'd.due_on', 'd.worker'])
    .where('d.id', 'in', [...ids]).where('d.closed_on', 'is', null).where(peopleInReach(work.actor, 'd')).orderBy('d.id').forUpdate().execute()
  const found = await find()
  if (found.length === ids.length || ids.length > 1) return found
  return (await letInto(work, 'duty', ids[0]!)) ? find() : found
}
export type DutyForChange = Awaited<ReturnType<typeof findDutiesForChange>>[number]

/** Everything open of one worker at a station, locked. */
export function listDutiesOf({ tx, actor }: Work, worker: string, station: string) {
  return tx.selectFrom('duty as d').select(['d.id', 'd.version', 'd.file', 'd.station', 'd.place', 'd.due_on', 'd.worker'])
    .where('d.worker', '=', worker).where('d.station', '=', station).where('d.closed_on', 'is', null).where(peopleInReach(actor, 'd')).orderBy('d.id').forUpdate().execute()
}

export async function putOff({ tx }: Work, duty: DutyForChange, { to, why, wordsSealed }: { to: string; why: string; wordsSealed: Buffer | null }): Promise<void> {
  await tx.updateTable('duty').set({ put_off_to: to, put_off_why: why, put_off_words_sealed: wordsSealed, version: duty.version + 1 }).where('id', '=', duty.id).execute()
}

export async function giveTo({ tx }: Work, ids: readonly string[], worker: string, why: string): Promise<void> {
  await tx.updateTable('duty').set((eb) => ({ worker, reassigned_why: why, version: eb('version', '+', 1) })).where('id', 'in', [...ids]).execute()
}
