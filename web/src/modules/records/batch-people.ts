import type { PlaceRow, PlacesView } from '#api/places.ts'
import type { ResidentPage } from '#api/residents.ts'
import { askToday } from '#web/modules/duties/today-api.ts'
import { api } from '#web/platform/api.ts'
import { addDays } from '#web/platform/dates.ts'
import { MOST } from './batch-values.ts'
import type { Chosen } from './contact-values.ts'

/** Who is due up to the end of the month: a round is planned ahead. */
async function dueSoon(today: string, signal: AbortSignal): Promise<Chosen[]> {
  const people: Chosen[] = []
  let after: string | undefined
  do {
    const page = await askToday({ scope: 'mine', until: addDays(today, 31), ...(after && { after }) }, signal)
    people.push(...page.rows.map((row) => ({ file: row.file, name: row.name, age: row.age, sub: row.villageName, risk: row.risk })))
    after = page.next ?? undefined
  } while (after && people.length < MOST)
  return people.slice(0, MOST)
}

async function ofVillage(place: number, signal: AbortSignal): Promise<Chosen[]> {
  const page = await api.post<ResidentPage>('/residents/list', { place, limit: MOST }, { signal })
  return page.rows.map((row) => ({ file: row.id, name: row.name, age: row.age, sub: row.placeName, risk: row.risk }))
}

/** The people of a sheet: my due ones, or a whole village. */
export const peopleFrom = (from: string, today: string, signal: AbortSignal): Promise<Chosen[]> => (from === 'due' ? dueSoon(today, signal) : ofVillage(Number(from), signal))

/** The villages of a post's place. */
export const villagesOf = async (place: number, signal: AbortSignal): Promise<Pick<PlaceRow, 'code' | 'name'>[]> =>
  (await api.get<PlacesView>(`/places?parent=${place}`, { signal })).rows.map(({ code, name }) => ({ code, name }))
