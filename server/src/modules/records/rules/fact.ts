import { createHash } from 'node:crypto'
import type { SaveRecord } from '#api/records.ts'
import type { requireFilesToServe } from '#server/modules/residents/index.ts'
import type { Fact, Served } from '../events.ts'

export type FileServed = Awaited<ReturnType<typeof requireFilesToServe>>[number]

/** Where a record is written, by whom, under which contract. */
export interface Written {
  id: string
  cell: number
  place: number
  station: string
  worker: string
  contract: string | null
}

/** A professional service a contact belongs to. A protected one takes the contact behind its own circle. */
export interface Belonging { service: string; method: string; dossier: string; protected: boolean }

/** The fact as it is counted: with everyone it served as they were that day. */
export function factOf(at: Written, input: SaveRecord, files: readonly FileServed[], belongs?: Belonging): Fact {
  const first = files[0]
  // A record about protected people is protected as a whole and belongs to the first one's dossier.
  const guarded = files.find((file) => file.protected)
  return {
    ...at, servedPlace: servedPlaceOf(input, first) ?? at.place,
    dossier: belongs?.protected ? belongs.dossier : guarded?.id ?? (files.length === 1 ? first!.id : at.id), protected: guarded !== undefined || belongs?.protected === true,
    service: belongs?.service ?? null, method: belongs?.method ?? '', kind: input.kind, occurredOn: input.occurredOn,
    minutes: input.minutes, mode: input.mode, result: 'result' in input ? input.result : null, item: input.item,
    inContract: input.kind === 'task' ? input.inContract : null, heads: 'heads' in input ? Math.max(input.heads, files.length) : files.length,
    households: input.kind === 'visit' || input.kind === 'call' ? new Set(files.map((file) => file.household ?? file.id)).size : 0,
    headGroups: input.kind === 'activity' ? input.headGroups : {}, nextOn: 'nextOn' in input ? input.nextOn ?? null : null,
    people: files.map((file) => (belongs?.protected && !file.protected ? { ...servedOf(file), dossier: belongs.dossier, protected: true } : servedOf(file))),
  }
}

/** What is frozen of a person with the record. */
export const servedOf = (file: FileServed): Served => ({
  file: file.id, person: file.person, household: file.household, dossier: file.id, protected: file.protected, place: file.place, age: file.age, sex: file.sex,
  risk: file.risk, tags: file.tags,
})

const servedPlaceOf = (input: SaveRecord, first: FileServed | undefined): number | undefined =>
  first?.place ?? (input.kind === 'activity' ? input.servedPlace : undefined)

/** Words about one person are sealed under his file's key; anything else under the station's. They keep the key when somebody of several is protected later. */
export const keyOf = ({ id, dossier, station, wordsKey }: Pick<Fact, 'id' | 'dossier' | 'station' | 'wordsKey'>): string => wordsKey ?? (dossier === id ? station : dossier)

/** What the sealed words of a record are bound to. */
export const aboutWords = (id: string): string => `record ${id} words`

/** Tells a second sending of the same content from another content under the same id. */
export const digestOfInput = (input: object): Buffer => createHash('sha256').update(JSON.stringify(input)).digest()
