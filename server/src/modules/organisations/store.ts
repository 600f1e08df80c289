import type { Work } from '#server/platform/work.ts'

/** An organisation by its id; legal persons are public, so reach does not matter. */
export function findOrganisation({ tx }: Work, id: string) {
  return tx.selectFrom('organisation').selectAll().where('id', '=', id).executeTakeFirst()
}

export interface OrganisationFields {
  name: string
  kind: string
  credit_code: string | null
}

export async function addOrganisation({ tx }: Work, id: string, place: number, fields: OrganisationFields): Promise<void> {
  await tx.insertInto('organisation').values({ id, cell: Math.floor(place / 1_000_000), place, ...fields }).execute()
}

/** False when the row is out of reach or was changed meanwhile. */
export async function changeOrganisation({ tx }: Work, id: string, version: number, fields: OrganisationFields): Promise<boolean> {
  const done = await tx.updateTable('organisation').set({ ...fields, version: version + 1 }).where('id', '=', id).where('version', '=', version).executeTakeFirst()
  return done.numUpdatedRows === 1n
}
