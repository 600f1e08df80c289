import type { Insertable, Updateable } from 'kysely'
import { sql } from 'kysely'
import { letInto } from '#server/modules/records/index.ts'
import { peopleInReach } from '#server/platform/database/index.ts'
import type { Service } from '#server/platform/database/schema.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Work } from '#server/platform/work.ts'
import type { ServiceFact } from '../events.ts'
import { mayOfficeSee } from './offices.ts'

const select = ({ tx, actor }: Work, id: string) => tx.selectFrom('service as s').selectAll('s').where('s.id', '=', id).where(peopleInReach(actor, 's'))
export type ServiceRowOfTable = NonNullable<Awaited<ReturnType<ReturnType<typeof select>['executeTakeFirst']>>>

/** A service, opened through its circle where it is protected. Absent, out of reach, closed to the caller and none of an office's look the same. */
export async function requireService(work: Work, id: string, { forChange = false, version }: { forChange?: boolean; version?: number } = {}): Promise<ServiceRowOfTable> {
  const find = () => (forChange ? select(work, id).forUpdate('s') : select(work, id)).executeTakeFirst()
  const row = (await find()) ?? ((await letInto(work, 'service', id)) ? await find() : undefined)
  if (!row || !(await mayOfficeSee(work, row))) throw new Refusal('service.not-found')
  if (version !== undefined && row.version !== version) throw new Refusal('service.changed-since', { fields: [], now: { version: row.version } })
  return row
}

/** The same for what makes no sense once it has ended. */
export async function requireOpenService(work: Work, id: string, version?: number): Promise<ServiceRowOfTable> {
  const row = await requireService(work, id, { forChange: true, ...(version !== undefined && { version }) })
  if (row.state !== 'open') throw new Refusal('service.not-open')
  return row
}

export async function addService({ tx }: Work, row: Insertable<Service>): Promise<void> {
  await tx.insertInto('service').values(row).execute()
}

/** Writes a change over a service as a new version, and gives the row as it stands now. */
export async function changeServiceRow({ tx }: Work, row: ServiceRowOfTable, set: Omit<Updateable<Service>, 'version'>): Promise<ServiceRowOfTable> {
  return tx.updateTable('service').set({ ...set, version: row.version + 1 }).where('id', '=', row.id).returningAll().executeTakeFirstOrThrow()
}

/** What follows from other facts; no version of its own. */
export async function keepDerived({ tx }: Work, id: string, kept: Pick<Updateable<Service>, 'gaps' | 'sessions' | 'last_on' | 'written' | 'due_at' | 'waiting' | 'milestones'>): Promise<void> {
  await tx.updateTable('service').set(kept).where('id', '=', id).execute()
}

/** What a service has reached, by milestone: the day. */
export type Milestones = Record<string, string>
export async function findMilestones({ tx, actor }: Work, id: string): Promise<Milestones> {
  return ((await tx.selectFrom('service as s').select('s.milestones').where('s.id', '=', id).where(peopleInReach(actor, 's')).executeTakeFirst())?.milestones ?? {}) as Milestones
}

/** What tells a second sending of the same service from another under its id. */
export const findEarlierService = ({ tx, actor }: Work, id: string) =>
  tx.selectFrom('service as s').select(['s.digest', 's.version']).where('s.id', '=', id).where(peopleInReach(actor, 's')).executeTakeFirst()

export async function nextNumber({ tx, today }: Work, station: string, counts: ServiceFact['counts']): Promise<string> {
  const letter = { case: 'C', group: 'G', activity: 'H', service: 'S' }[counts]
  const found = await sql<{ number: string | null }>`select app.next_service_no(${station}::uuid, ${letter}, ${Number(today.slice(0, 4))}) as number`.execute(tx)
  if (!found.rows[0]?.number) throw new Error('a station in reach gave no number')
  return found.rows[0].number
}

export async function beginCircle({ tx, now }: Work, id: string, station: string, members: readonly string[] | undefined, why: string): Promise<void> {
  const found = await sql<{ answer: string }>`select app.begin_circle(${id}::uuid, ${station}::uuid, ${members ? [...members] : null}::uuid[], ${why}, ${now}) as answer`.execute(tx)
  const answer = found.rows[0]?.answer
  if (answer === 'not-members') throw new Refusal('circle.not-members')
  if (answer !== 'begun') throw new Refusal('post.may-not')
}

/** The service as others count it. */
export const factOf = (s: ServiceRowOfTable, milestones: Milestones): ServiceFact => ({
  id: s.id, cell: s.cell, place: s.place, station: s.station, servedPlace: s.served_place, dossier: s.dossier, protected: s.protected, method: s.method,
  counts: s.counts as ServiceFact['counts'], item: s.item, state: s.state as ServiceFact['state'], acceptedOn: s.accepted_on, closedOn: s.closed_on, closeReason: s.close_reason,
  worker: s.worker, contract: s.contract, tags: s.tags, client: s.client, milestones,
})
export const aboutService = (id: string, field: 'words' | 'close' | 'turn'): string => `service ${id} ${field}`
