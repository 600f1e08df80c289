import { sql } from 'kysely'
import { letInto } from '#server/modules/records/index.ts'
import { peopleInReach } from '#server/platform/database/index.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Work } from '#server/platform/work.ts'
import type { ServiceRowOfTable } from './services.ts'

export interface NewPerson {
  id: string
  file?: string | null
  name?: string
  phone?: string
  role: string
  state: 'signed-up' | 'waiting' | 'in'
  minor?: boolean
  guardian?: string
  note?: string
}

export const aboutPhone = (id: string): string => `service_person ${id} phone`

/** Adds somebody at the end of the line. */
export async function addPerson({ tx, now, keys }: Work, s: ServiceRowOfTable, p: NewPerson): Promise<void> {
  await tx.insertInto('service_person').values({
    id: p.id, cell: s.cell, place: s.place, dossier: s.dossier, protected: s.protected, service: s.id, file: p.file ?? null, name: p.name ?? '', role: p.role, state: p.state,
    phone_sealed: p.phone ? await keys.seal(tx, s.id, p.phone, aboutPhone(p.id)) : null, minor: p.minor ?? false, guardian: p.guardian ?? '', note: p.note ?? '', since: now,
    position: sql<number>`(select coalesce(max(q.position), 0) + 1 from service_person q where q.service = ${s.id})`,
  }).execute()
}

const select = ({ tx, actor }: Work, id: string) => tx.selectFrom('service_person as p').selectAll('p').where('p.id', '=', id).where(peopleInReach(actor, 'p'))
export type PersonRow = NonNullable<Awaited<ReturnType<ReturnType<typeof select>['executeTakeFirst']>>>

export async function findPerson(work: Work, id: string): Promise<PersonRow | undefined> {
  return (await select(work, id).forUpdate('p').executeTakeFirst()) ?? ((await letInto(work, 'service_person', id)) ? await select(work, id).forUpdate('p').executeTakeFirst() : undefined)
}

export async function requirePerson(work: Work, id: string, version?: number): Promise<PersonRow> {
  const row = await findPerson(work, id)
  if (!row) throw new Refusal('person.not-found')
  if (version !== undefined && row.version !== version) throw new Refusal('person.changed-since', { fields: [], now: { version: row.version } })
  return row
}

/** Whether this file is in the service already, in any state. */
export const findInService = ({ tx, actor }: Work, service: string, file: string) =>
  tx.selectFrom('service_person as p').selectAll('p').where('p.service', '=', service).where('p.file', '=', file).where(peopleInReach(actor, 'p')).executeTakeFirst()

/** Places left, with the service's row locked until commit: nobody gets in beyond the capacity. */
export async function placesLeft({ tx }: Work, service: string): Promise<number> {
  const found = await sql<{ left: number | null }>`select app.place_left(${service}::uuid) as left`.execute(tx)
  if (found.rows[0]?.left == null) throw new Refusal('service.not-found')
  return found.rows[0].left
}

/** The first of the waiting list. */
export const firstWaiting = ({ tx, actor }: Work, service: string) =>
  tx.selectFrom('service_person as p').selectAll('p').where('p.service', '=', service).where('p.state', '=', 'waiting').where(peopleInReach(actor, 'p')).orderBy('p.position').limit(1).executeTakeFirst()

export async function setPerson({ tx }: Work, row: PersonRow, set: { state?: string; why?: string; checked_in_at?: Date; checked_in_how?: string }): Promise<void> {
  await tx.updateTable('service_person').set({ ...set, version: row.version + 1 }).where('id', '=', row.id).execute()
}
