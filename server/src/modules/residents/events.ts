/** A file as other modules follow and count it: no names, no words. */
export interface FileState {
  id: string
  cell: number
  /** Where the person lives. */
  place: number
  station: string
  person: string
  household: string | null
  protected: boolean
  risk: string
  /** Open groups, restricted ones included. */
  tags: string[]
  birthOn: string | null
  sex: number
  worker: string | null
  openedOn: string
  closedOn: string | null
  closedWhy: string | null
  mergedInto: string | null
  /** As it was when the file was opened; never changes. */
  opened: { station: string; place: number; village: number; tags: string[]; contract: string | null }
}

/**
 * A file was opened (`was` null), changed, closed, reopened, moved, merged, protected. Told while the rows still are where they
 * were: a move or a protection takes place after the followers ran, and takes the open duty along.
 */
export interface FileChanged {
  event: 'file.changed'
  was: FileState | null
  now: FileState
}
