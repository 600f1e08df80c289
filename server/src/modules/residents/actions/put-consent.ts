import type { SaveConsent } from '#api/residents.ts'
import { standardsOn } from '#server/modules/standards/index.ts'
import { peopleInReach } from '#server/platform/database/index.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Work } from '#server/platform/work.ts'
import { checkConsent } from '../rules/checks.ts'
import { requireFile } from './require-file.ts'

/** Keeps a consent or a refusal. Sending it twice means once. */
export async function putConsent(work: Work, file: string, input: SaveConsent): Promise<{ id: string; version: number }> {
  const f = await requireFile(work, file)
  const earlier = await work.tx.selectFrom('consent as c').select(['c.version', 'c.file']).where('c.id', '=', input.id).where(peopleInReach(work.actor, 'c')).executeTakeFirst()
  if (earlier) return { id: input.id, version: earlier.version }
  const standards = await standardsOn(work, f.place, input.givenOn ?? work.today)
  if (!standards.code('consent-purpose', input.purpose)) throw new Refusal('code.unknown', { field: 'purpose', value: input.purpose })
  checkConsent(input, f.birth_on, standards.number('consent.guardian_below_age'), work.today)
  await work.tx.insertInto('consent').values({
    id: input.id, cell: f.cell, place: f.place, station: f.station, dossier: f.id, protected: f.protected, file: f.id, purpose: input.purpose, scope: input.scope,
    medium: input.medium, witness: input.witness || null, guardian_name: input.guardianName || null, guardian_relation: input.guardianRelation ?? null,
    lacks_capacity: input.lacksCapacity, reason: input.reason || null, given_on: input.givenOn ?? work.today, expires_on: input.expiresOn ?? null, photo: input.photo ?? null,
  }).execute()
  return { id: input.id, version: 1 }
}
