import type { PlaceRow, PlacesQuery } from '#api/places.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Work } from '#server/platform/work.ts'
import { listPlaces } from '../views.ts'

/** Places by parent, by codes or by name. Divisions are public: everybody signed in may read all of them. */
export async function askPlaces(work: Work, { codes, ...query }: PlacesQuery): Promise<{ rows: PlaceRow[] }> {
  const asked = [query.parent, codes, query.search].filter((one) => one !== undefined)
  if (asked.length !== 1) throw new Refusal('request.malformed', { where: 'parent、codes、search' })
  return { rows: await listPlaces(work, { ...query, codes: codes?.split(',').map(Number) }) }
}
