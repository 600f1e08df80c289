import type { Updateable } from 'kysely'
import { letInto } from '#server/modules/records/index.ts'
import { peopleInReach } from '#server/platform/database/index.ts'
import type { Need } from '#server/platform/database/schema.ts'
import type { Work } from '#server/platform/work.ts'
import type { NeedFact } from './events.ts'

export interface NewNeed extends NeedFact {
  record: string | null
  spokenBy: string | null
  wordsSealed: Buffer
  dueOn: string | null
  workerName: string
  digest: Buffer
}

export async function addNeed({ tx, now }: Work, n: NewNeed): Promise<void> {
  await tx.insertInto('need').values({
    id: n.id, cell: n.cell, place: n.place, station: n.station, served_place: n.servedPlace, dossier: n.dossier, protected: n.protected, file: n.file, person: n.person,
    household: n.household, record: n.record, found_on: n.foundOn, source: n.source, spoken_by: n.spokenBy, words_sealed: n.wordsSealed, item: n.item, urgency: n.urgency,
    due_on: n.dueOn, state: n.state, tags: n.tags, contract: n.contract, worker: n.worker, worker_name: n.workerName, digest: n.digest, recorded_at: now,
  }).execute()
}

/** What tells a second sending of the same need from another under its id. */
export function findEarlier({ tx, actor }: Work, id: string) {
  return tx.selectFrom('need').select(['digest', 'version']).where('id', '=', id).where(peopleInReach(actor, 'need')).executeTakeFirst()
}

/** The need with its row, locked against a second change; undefined when out of reach. */
export async function findNeedForChange(work: Work, id: string) {
  const find = () => work.tx.selectFrom('need').selectAll().where('id', '=', id).where(peopleInReach(work.actor, 'need')).forUpdate().executeTakeFirst()
  const row = (await find()) ?? ((await letInto(work, 'need', id)) ? await find() : undefined)
  return row && { row, fact: factOfRow(row) }
}
export type NeedForChange = NonNullable<Awaited<ReturnType<typeof findNeedForChange>>>

const factOfRow = (row: NeedRowOfTable): NeedFact => ({
  id: row.id, cell: row.cell, place: row.place, station: row.station, servedPlace: row.served_place, dossier: row.dossier, protected: row.protected, file: row.file,
  person: row.person, household: row.household, foundOn: row.found_on, source: row.source, item: row.item, urgency: row.urgency, state: row.state as NeedFact['state'],
  outcome: row.outcome as NeedFact['outcome'], closedOn: row.closed_on, tags: row.tags, contract: row.contract, worker: row.worker,
})
type NeedRowOfTable = Awaited<ReturnType<typeof selectNeed>>
const selectNeed = ({ tx }: Work) => tx.selectFrom('need').selectAll().executeTakeFirstOrThrow()

/** Writes a change over a need and gives it as it stands now. */
export async function changeNeedRow({ tx }: Work, { row, fact }: NeedForChange, set: Omit<Updateable<Need>, 'version'>): Promise<NeedFact> {
  await tx.updateTable('need').set({ ...set, version: row.version + 1 }).where('id', '=', row.id).execute()
  return {
    ...fact, item: set.item ?? fact.item, urgency: set.urgency ?? fact.urgency, state: (set.state as NeedFact['state'] | undefined) ?? fact.state,
    outcome: set.outcome === undefined ? fact.outcome : (set.outcome as NeedFact['outcome']), closedOn: set.closed_on === undefined ? fact.closedOn : (set.closed_on as string | null),
  }
}

/** Whether a record is there for this post, and about this file. */
export async function isRecordOf({ tx, actor }: Work, record: string, file: string | undefined): Promise<boolean> {
  const found = await tx.selectFrom('record as r').select('r.id').where('r.id', '=', record).where(peopleInReach(actor, 'r'))
    .$if(file !== undefined, (query) => query.where((eb) => eb.exists(eb.selectFrom('record_person as p').select('p.file').where('p.record', '=', record).where('p.file', '=', file!).where(peopleInReach(actor, 'p')))))
    .executeTakeFirst()
  return found !== undefined
}
