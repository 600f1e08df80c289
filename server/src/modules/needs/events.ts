/** A need as other modules count and follow it: no names, no words. Place, groups and contract are frozen on the day it was found. */
export interface NeedFact {
  id: string
  cell: number
  place: number
  station: string
  servedPlace: number
  dossier: string
  protected: boolean
  file: string | null
  person: string | null
  household: string | null
  foundOn: string
  source: string
  item: string
  urgency: string
  state: 'open' | 'in-hand' | 'kept' | 'closed'
  outcome: 'met' | 'partly' | 'unmet' | null
  closedOn: string | null
  tags: string[]
  contract: string | null
  worker: string
}

/** A need was found (`was` null), changed, closed, reopened, or voided (`now` null). */
export interface NeedChanged {
  event: 'need.changed'
  was: NeedFact | null
  now: NeedFact | null
}
