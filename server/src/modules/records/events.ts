import type { RecordKind } from '#api/records.ts'

/** What was true of a person on the day he was served. Frozen with the fact. */
export interface Served {
  file: string
  person: string
  household: string | null
  dossier: string
  protected: boolean
  place: number
  age: number | null
  sex: number
  risk: string
  tags: string[]
}

/** A record as other modules count and follow it: no names, no words. */
export interface Fact {
  id: string
  cell: number
  place: number
  station: string
  servedPlace: number
  dossier: string
  protected: boolean
  /** The key of the words where it does not follow from the dossier. */
  wordsKey?: string | null
  kind: RecordKind
  occurredOn: string
  minutes: number
  worker: string
  contract: string | null
  /** The professional service this contact belongs to. */
  service: string | null
  /** Its way of serving; '' where there is none. */
  method: string
  mode: string
  result: string | null
  item: string
  inContract: boolean | null
  heads: number
  households: number
  headGroups: Record<string, number>
  nextOn: string | null
  people: Served[]
}

/** A record was saved (`was` null), amended, classified, or voided (`now` null). */
export interface RecordChanged {
  event: 'record.changed'
  was: Fact | null
  now: Fact | null
}
