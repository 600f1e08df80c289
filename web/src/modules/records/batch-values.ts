import type { PlaceRow, PlacesView } from '#api/places.ts'
import type { SaveSheet } from '#api/records.ts'
import type { ResidentPage } from '#api/residents.ts'
import { askToday } from '#web/modules/duties/today-api.ts'
import { api } from '#web/platform/api.ts'
import { addDays } from '#web/platform/dates.ts'
import { newId } from '#web/platform/uuid.ts'
import type { Chosen, ContactKind } from './contact-values.ts'

export interface BatchRow { id: string; result: string; words: string }
export interface BatchValues {
  id: string
  kind: ContactKind
  occurredOn: string
  mode: string
  minutesEach: number
  withWhom: string
  /** 'due', or the code of a village. */
  from: string
  people: Chosen[]
  /** By file: who was seen. Nobody is taken for well without a tap. */
  marks: Record<string, BatchRow>
}
export const BATCH_SECRETS: readonly (keyof BatchValues)[] = ['people', 'marks', 'withWhom']
/** As many as one sheet of the service takes. */
export const MOST = 60

export const newBatch = (today: string): BatchValues =>
  ({ id: newId(), kind: 'visit', occurredOn: today, mode: 'home', minutesEach: 10, withWhom: '', from: 'due', people: [], marks: {} })

export function batchBody({ kind, occurredOn, mode, minutesEach, withWhom, people, marks }: BatchValues): SaveSheet {
  const rows = people.flatMap(({ file }) => {
    const mark = marks[file]
    return mark ? [{ id: mark.id, file, result: mark.result, words: mark.words.trim() }] : []
  })
  return { kind, occurredOn, mode, minutesEach, withWhom: withWhom.trim(), rows }
}

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
