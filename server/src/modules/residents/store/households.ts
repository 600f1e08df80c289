import { peopleInReach } from '#server/platform/database/index.ts'
import type { Work } from '#server/platform/work.ts'
import type { FileRow } from './files.ts'

/** A household in reach; undefined otherwise. */
export function findHousehold({ tx, actor }: Work, id: string, { forChange = false } = {}) {
  const query = tx.selectFrom('household as h').selectAll('h').where('h.id', '=', id).where(peopleInReach(actor, 'h'))
  return (forChange ? query.forUpdate() : query).executeTakeFirst()
}
export type HouseholdRow = NonNullable<Awaited<ReturnType<typeof findHousehold>>>

/** Everybody of a household whose file is open and whom the caller can see, eldest first. */
export async function openMembersOf({ tx, actor }: Work, household: string): Promise<FileRow[]> {
  return tx.selectFrom('resident_file as f').selectAll('f').where('f.household', '=', household).where('f.closed_on', 'is', null).where(peopleInReach(actor, 'f'))
    .orderBy('f.birth_on', (order) => order.asc().nullsLast()).orderBy('f.id').forUpdate().execute()
}

/** A household's address is sealed under the household's own key; empty is no address. */
export async function sealAddress({ tx, keys }: Work, household: string, address: string): Promise<Buffer | null> {
  return address === '' ? null : keys.seal(tx, household, address, `household ${household} address`)
}

export async function openAddress({ tx, keys }: Work, household: HouseholdRow): Promise<string> {
  return household.address_sealed === null ? '' : keys.open(tx, household.id, household.address_sealed, `household ${household.id} address`)
}
