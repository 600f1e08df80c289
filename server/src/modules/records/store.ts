import { sql } from 'kysely'
import type { Work } from '#server/platform/work.ts'
import type { Fact, Served } from './events.ts'

export interface NewRecord extends Fact {
  workerName: string
  startedAt: string | null
  withWhom: string | null
  title: string | null
  requester: string | null
  wordsSealed: Buffer | null
  signature: string | null
  unsignedWhy: string | null
  gaps: string[]
  batch: string | null
  formVersion: string
  recordedAt: Date
  late: boolean
  digest: Buffer
}

/** Adds a record and everyone it served, in one statement. */
export async function addRecord({ tx }: Work, r: NewRecord): Promise<void> {
  const row = {
    id: r.id, cell: r.cell, place: r.place, station: r.station, served_place: r.servedPlace, dossier: r.dossier, protected: r.protected, kind: r.kind,
    occurred_on: r.occurredOn, started_at: r.startedAt, minutes: r.minutes, worker: r.worker, worker_name: r.workerName, with_whom: r.withWhom,
    contract: r.contract, mode: r.mode, result: r.result, item: r.item, title: r.title, requester: r.requester, in_contract: r.inContract, heads: r.heads,
    households: r.households, head_groups: JSON.stringify(r.headGroups), words_sealed: r.wordsSealed, next_on: r.nextOn, signature: r.signature,
    unsigned_why: r.unsignedWhy, gaps: r.gaps, batch: r.batch, form_version: r.formVersion, recorded_at: r.recordedAt, late: r.late, digest: r.digest,
  }
  const people = r.people.map((person) => personRow(r, person))
  if (people.length === 0) {
    await tx.insertInto('record').values(row).execute()
    return
  }
  await tx.with('written', (cte) => cte.insertInto('record').values(row).returning('id')).insertInto('record_person').values(people).execute()
}

const personRow = (r: Fact, p: Served) => ({
  record: r.id, cell: r.cell, place: r.place, station: r.station, served_place: p.place, dossier: p.protected ? p.dossier : r.dossier, protected: p.protected,
  file: p.file, person: p.person, household: p.household, kind: r.kind, occurred_on: r.occurredOn, worker: r.worker, contract: r.contract, mode: r.mode,
  item: r.item, result: r.result, age: p.age, sex: p.sex, risk: p.risk, tags: p.tags,
})

/** What tells a second sending of the same record from another record under its id. */
export function findEarlier({ tx }: Work, id: string) {
  return tx.selectFrom('record').select(['id', 'digest', 'version', 'worker']).where('id', '=', id).executeTakeFirst()
}

/** The contract a station's facts of a day belong to, if there is one. */
export async function contractOn({ tx }: Work, station: string, day: string): Promise<string | null> {
  const found = await tx.selectFrom('contract_station').select('contract').where('station', '=', station)
    .where('from_on', '<=', day).where('until_on', '>=', day).orderBy('from_on', 'desc').limit(1).executeTakeFirst()
  return found?.contract ?? null
}

/** The record as other modules count it, with its people; undefined when out of reach. Locks the row against a second change. */
export async function findFactForChange({ tx }: Work, id: string) {
  const r = await tx.selectFrom('record').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
  if (!r) return undefined
  const people = await tx.selectFrom('record_person')
    .select(['file', 'person', 'household', 'dossier', 'protected', 'served_place as place', 'age', 'sex', 'risk', 'tags']).where('record', '=', id).execute()
  const fact: Fact = {
    id: r.id, cell: r.cell, place: r.place, station: r.station, servedPlace: r.served_place, dossier: r.dossier, protected: r.protected, kind: r.kind as Fact['kind'],
    occurredOn: r.occurred_on, minutes: r.minutes, worker: r.worker, contract: r.contract, mode: r.mode, result: r.result, item: r.item, inContract: r.in_contract,
    heads: r.heads, households: r.households, headGroups: r.head_groups as Record<string, number>, nextOn: r.next_on, people,
  }
  return { fact, row: r }
}

/** Writes a corrected fact over the record; what it said before goes to its history. */
export async function changeRecord({ tx }: Work, now: Fact, also: { version: number; wordsSealed?: Buffer | null; withWhom?: string | null; title?: string | null; gaps?: string[]; amendWhy?: string; at?: Date }) {
  await tx.updateTable('record').set({
    occurred_on: now.occurredOn, minutes: now.minutes, mode: now.mode, result: now.result, item: now.item, in_contract: now.inContract, heads: now.heads,
    contract: now.contract, version: also.version + 1,
    ...(also.wordsSealed !== undefined && { words_sealed: also.wordsSealed }), ...(also.withWhom !== undefined && { with_whom: also.withWhom }),
    ...(also.title !== undefined && { title: also.title }), ...(also.gaps && { gaps: also.gaps }),
    ...(also.amendWhy && { amend_why: also.amendWhy, amended_at: also.at ?? null }),
  }).where('id', '=', now.id).execute()
  await tx.updateTable('record_person').set({ mode: now.mode, item: now.item, result: now.result, occurred_on: now.occurredOn, contract: now.contract })
    .where('record', '=', now.id).execute()
}

export async function voidRecordRow({ tx, actor, now }: Work, id: string, version: number, why: string) {
  await tx.updateTable('record').set({ voided_at: now, voided_by: actor.account, void_why: why, version: version + 1 }).where('id', '=', id).execute()
  await tx.updateTable('record_person').set({ voided: true }).where('record', '=', id).execute()
}

/** Photos of a record, in the order taken. */
export async function addPhotos({ tx }: Work, r: Fact, photos: readonly { blob: string; shows: string; consent: string }[]) {
  if (photos.length === 0) return
  await tx.insertInto('record_photo').values(photos.map((photo) => ({
    id: photo.blob, cell: r.cell, place: r.place, dossier: r.dossier, protected: r.protected, record: r.id, blob: photo.blob, shows: photo.shows, consent: photo.consent,
  }))).execute()
  await tx.updateTable('blob').set({ state: 'attached' }).where('id', 'in', photos.map((photo) => photo.blob)).execute()
}

/** The month of a station that a report has locked, if that day falls into one. Share-locks the report until commit. */
export async function lockedMonth({ tx }: Work, station: string, day: string): Promise<string | undefined> {
  const found = await sql<{ month: string }>`select to_char(month, 'YYYY-MM') as month from report
    where station = ${station} and month = date_trunc('month', ${day}::date)::date and state in ('submitted', 'accepted') for share`.execute(tx)
  return found.rows[0]?.month
}
