/** A service as other modules count and follow it: no names, no words. */
export interface ServiceFact {
  id: string
  cell: number
  place: number
  station: string
  servedPlace: number
  dossier: string
  protected: boolean
  method: string
  counts: 'case' | 'group' | 'activity' | 'service'
  item: string
  state: 'offered' | 'open' | 'closed' | 'refused'
  acceptedOn: string | null
  closedOn: string | null
  closeReason: string | null
  worker: string
  contract: string | null
  tags: string[]
  /** What it has reached, with the day of each. */
  milestones: Readonly<Record<string, string>>
  /** Whom it is about, where it is about one person. */
  client: string | null
}

/** A service was accepted, changed, closed or opened again. */
export interface ServiceChanged {
  event: 'service.changed'
  was: ServiceFact | null
  now: ServiceFact
}
