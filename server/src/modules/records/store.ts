import { sql } from 'kysely'
import { requireFilesToServe } from '#server/modules/residents/index.ts'
import { admit, networkInReach, peopleInReach } from '#server/platform/database/index.ts'
import { attachFiles } from '#server/platform/files/index.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Work } from '#server/platform/work.ts'
import type { Fact, Served } from './events.ts'
import { keyOf, type FileServed } from './rules/fact.ts'

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

/** Adds records and everyone they served, in one statement. */
export async function addRecords({ tx }: Work, records: readonly NewRecord[]): Promise<void> {
  const rows = records.map(recordRow)
  const people = records.flatMap((r) => r.people.map((person) => personRow(r, person)))
  if (people.length === 0) {
    await tx.insertInto('record').values(rows).execute()
    return
  }
  await tx.with('written', (cte) => cte.insertInto('record').values(rows)).insertInto('record_person').values(people).execute()
}

const recordRow = (r: NewRecord) => ({
  id: r.id, cell: r.cell, place: r.place, station: r.station, served_place: r.servedPlace, dossier: r.dossier, protected: r.protected, kind: r.kind,
  occurred_on: r.occurredOn, started_at: r.startedAt, minutes: r.minutes, worker: r.worker, worker_name: r.workerName, with_whom: r.withWhom,
  contract: r.contract, service: r.service, method: r.method, mode: r.mode, result: r.result, item: r.item, title: r.title, requester: r.requester, in_contract: r.inContract, heads: r.heads,
  households: r.households, head_groups: JSON.stringify(r.headGroups), words_sealed: r.wordsSealed, next_on: r.nextOn, signature: r.signature,
  unsigned_why: r.unsignedWhy, gaps: r.gaps, batch: r.batch, form_version: r.formVersion, recorded_at: r.recordedAt, late: r.late, digest: r.digest,
})

const personRow = (r: Fact, p: Served) => ({
  record: r.id, cell: r.cell, place: r.place, station: r.station, served_place: p.place, dossier: p.protected ? p.dossier : r.protected ? r.id : r.dossier, protected: p.protected,
  file: p.file, person: p.person, household: p.household, kind: r.kind, occurred_on: r.occurredOn, worker: r.worker, contract: r.contract, method: r.method, mode: r.mode,
  item: r.item, result: r.result, age: p.age, sex: p.sex, risk: p.risk, tags: p.tags,
})

/** What tells a second sending of the same records from other records under their ids. */
export function listEarlier({ tx, actor }: Work, ids: readonly string[]) {
  return tx.selectFrom('record').select(['id', 'digest', 'version', 'worker']).where('id', 'in', [...ids]).where(peopleInReach(actor, 'record')).execute()
}

/** The contract a station's facts of a day belong to, if there is one. */
export async function contractOn({ tx }: Work, station: string, day: string): Promise<string | null> {
  // Holds off a change of the station's contracts until this fact is in: one signed meanwhile then finds it.
  const found = await sql<{ contract: string | null }>`select app.contract_on(${station}::uuid, ${day}::date) as contract`.execute(tx)
  return found.rows[0]?.contract ?? null
}

/** Opens the dossier of a row for this transaction, when a circle, a share or break-glass lets this post in. */
export async function letInto(work: Work, table: 'record' | 'need' | 'duty' | 'resident_file' | 'service' | 'service_form' | 'service_person' | 'service_goal' | 'approval', id: string): Promise<boolean> {
  const found = await sql<{ dossier: string | null }>`select app.dossier_let_into(${table}, ${id}::uuid) as dossier`.execute(work.tx)
  const dossier = found.rows[0]?.dossier
  return dossier ? admit(work, dossier) : false
}

/** The files a record is about as they were that day, protected ones too where this post is let in. */
export async function filesToServe(work: Work, ids: readonly string[], day: string): Promise<FileServed[]> {
  try {
    return await requireFilesToServe(work, ids, day)
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'resident.not-found') throw error
    let opened = false
    for (const id of ids) opened = (await letInto(work, 'resident_file', id)) || opened
    if (!opened) throw error
    return requireFilesToServe(work, ids, day)
  }
}

/** Which of these files somebody visited before that day. */
export async function visitedBefore({ tx, actor }: Work, files: readonly string[], day: string): Promise<Set<string>> {
  const rows = await tx.selectFrom('record_person').select('file').distinct().where('file', 'in', [...files]).where('kind', '=', 'visit').where('occurred_on', '<', day).where('voided', '=', false)
    .where(peopleInReach(actor, 'record_person')).execute()
  return new Set(rows.map(({ file }) => file))
}

/** The record as other modules count it, with its people; undefined when out of reach. Locks the row against a second change. */
export async function findFactForChange(work: Work, id: string) {
  const find = () => work.tx.selectFrom('record').selectAll().where('id', '=', id).where(peopleInReach(work.actor, 'record')).forUpdate().executeTakeFirst()
  const r = (await find()) ?? ((await letInto(work, 'record', id)) ? await find() : undefined)
  if (!r) return undefined
  const people = await work.tx.selectFrom('record_person')
    .select(['file', 'person', 'household', 'dossier', 'protected', 'served_place as place', 'age', 'sex', 'risk', 'tags']).where('record', '=', id).where('voided', '=', r.voided_at !== null).where(peopleInReach(work.actor, 'record_person')).execute()
  const fact: Fact = {
    id: r.id, cell: r.cell, place: r.place, station: r.station, servedPlace: r.served_place, dossier: r.dossier, protected: r.protected, wordsKey: r.words_key, kind: r.kind as Fact['kind'],
    occurredOn: r.occurred_on, minutes: r.minutes, worker: r.worker, contract: r.contract, service: r.service, method: r.method, mode: r.mode, result: r.result, item: r.item, inContract: r.in_contract,
    heads: r.heads, households: r.households, headGroups: r.head_groups as Record<string, number>, nextOn: r.next_on, people,
  }
  return { fact, row: r }
}

export interface Correction {
  version: number
  wordsSealed?: Buffer | null
  withWhom?: string | null
  title?: string | null
  gaps?: string[]
  amendWhy?: string
}

/** Writes a corrected fact over the record; what it said before goes to its history. */
export async function changeRecord({ tx, now: at }: Work, now: Fact, also: Correction) {
  await tx.updateTable('record').set({
    occurred_on: now.occurredOn, minutes: now.minutes, mode: now.mode, result: now.result, item: now.item, in_contract: now.inContract, heads: now.heads,
    contract: now.contract, version: also.version + 1,
    ...(also.wordsSealed !== undefined && { words_sealed: also.wordsSealed }), ...(also.withWhom !== undefined && { with_whom: also.withWhom }),
    ...(also.title !== undefined && { title: also.title }), ...(also.gaps && { gaps: also.gaps }),
    ...(also.amendWhy && { amend_why: also.amendWhy, amended_at: at }),
  }).where('id', '=', now.id).execute()
  for (const { file, age, tags } of now.people) {
    await tx.updateTable('record_person')
      .set({ mode: now.mode, item: now.item, result: now.result, occurred_on: now.occurredOn, contract: now.contract, age, tags })
      .where('record', '=', now.id).where('file', '=', file).execute()
  }
}

/** Gives records their catalogue item; they are locked by the caller. */
export async function setItems({ tx }: Work, items: readonly { id: string; item: string }[]) {
  const ids = items.map(({ id }) => id)
  const keys = items.map(({ item }) => item)
  await sql`update record r set item = n.item, gaps = array_remove(r.gaps, 'item'), version = r.version + 1
    from unnest(${ids}::uuid[], ${keys}::text[]) n (id, item) where r.id = n.id`.execute(tx)
  await sql`update record_person p set item = n.item from unnest(${ids}::uuid[], ${keys}::text[]) n (id, item) where p.record = n.id`.execute(tx)
}

/** Writes who was there over who was thought to be: somebody who was not stays in the table, void. */
export async function putPeople({ tx }: Work, was: Fact, now: Fact, version: number) {
  const gone = was.people.filter(({ file }) => !now.people.some((one) => one.file === file)).map(({ file }) => file)
  if (gone.length > 0) await tx.updateTable('record_person').set({ voided: true }).where('record', '=', now.id).where('file', 'in', gone).execute()
  const added = now.people.filter(({ file }) => !was.people.some((one) => one.file === file))
  if (added.length > 0) {
    await tx.insertInto('record_person').values(added.map((person) => personRow(now, person))).onConflict((conflict) => conflict.columns(['record', 'file', 'cell']).doUpdateSet({ voided: false })).execute()
  }
  await tx.updateTable('record').set({ heads: now.heads, version: version + 1 }).where('id', '=', now.id).execute()
}

export async function voidRecordRow({ tx, actor, now }: Work, id: string, version: number, why: string) {
  await tx.updateTable('record').set({ voided_at: now, voided_by: actor.account, void_why: why, version: version + 1 }).where('id', '=', id).execute()
  await tx.updateTable('record_person').set({ voided: true }).where('record', '=', id).execute()
}

/** Photos of a record, in the order taken: uploads kept under the person's key, or the station's where nobody is protected. */
export async function addPhotos(work: Work, r: Fact, photos: readonly { blob: string; shows: string; consent: string }[]) {
  if (photos.length === 0) return
  const { tx, actor } = work
  const ids = [...new Set(photos.map(({ blob }) => blob))]
  const homes = [...new Set([keyOf(r), ...(r.protected ? [] : [r.station])])]
  const found = await tx.selectFrom('blob').select(['id', 'key_id']).where('id', 'in', ids).where('key_id', 'in', homes).where(peopleInReach(actor, 'blob')).execute()
  if (found.length < ids.length) throw new Refusal('file.not-found')
  await tx.insertInto('record_photo').values(photos.map((photo) => ({
    id: photo.blob, cell: r.cell, place: r.place, dossier: r.dossier, protected: r.protected, record: r.id, blob: photo.blob, shows: photo.shows, consent: photo.consent,
  }))).execute()
  for (const home of homes) await attachFiles(work, found.filter(({ key_id: key }) => key === home).map(({ id }) => id), home)
}

/** What the photos of a record show. */
export async function listShown({ tx, actor }: Work, record: string): Promise<string[]> {
  return (await tx.selectFrom('record_photo').select('shows').where('record', '=', record).where(peopleInReach(actor, 'record_photo')).execute()).map(({ shows }) => shows)
}

/** The month a day falls into, if a report has locked it; else holds it open until commit. A room's month is locked by the station that guides it. */
export async function lockedMonth({ tx }: Work, station: string, day: string): Promise<string | undefined> {
  const answer = await sql<{ locked: boolean }>`select app.month_locked(${station}::uuid, ${day}::date) as locked`.execute(tx)
  return answer.rows[0]?.locked ? day.slice(0, 7) : undefined
}

/** Closes a kept write. */
export async function settleKept({ tx, actor, now }: Work, id: string, version: number, how: 'entered' | 'not-needed') {
  await tx.updateTable('undelivered').set({ settled_at: now, settled_by: actor.account, settled_how: how, version: version + 1 }).where('id', '=', id).execute()
}

/** A colleague who holds a post at a station today; undefined for anybody else. */
export async function findColleague({ tx, actor, today }: Work, account: string, station: string): Promise<{ id: string; name: string } | undefined> {
  return tx.selectFrom('post as p').innerJoin('account as a', 'a.id', 'p.account').select(['a.id', 'a.name'])
    .where('p.account', '=', account).where('p.station', '=', station).where(networkInReach(actor, 'p')).where('a.state', '=', 'active')
    .where('p.from_on', '<=', today).where('p.ended_at', 'is', null).where((eb) => eb.or([eb('p.until_on', 'is', null), eb('p.until_on', '>=', today)])).limit(1).executeTakeFirst()
}
