import type { FileState } from './events.ts'

/** What opening a file adds to the figures: one row for itself and one for each group it had that day. */
export interface FileMeasured {
  cell: number
  place: number
  /** Null: a protected file, of which only its county is told. */
  station: string | null
  servedPlace: number
  day: string
  measure: 'file-opened'
  mode: string
  result: string
  item: string
  tag: string
  worker: string | null
  contract: string | null
  n: number
  heads: number
  households: number
  minutes: number
}

/**
 * 建档: counted where and with the groups it was opened, whatever becomes of the file. A protected one is placed at its county;
 * one merged into another, or opened by a list that was undone, counts no more.
 */
export function measuresOfFile(file: FileState): FileMeasured[] {
  if (file.mergedInto !== null || file.closedWhy === 'import-undone') return []
  const county = file.cell * 1_000_000
  return ['', ...file.opened.tags].map((tag) => ({
    cell: file.cell, place: file.protected ? county : file.opened.place, station: file.protected ? null : file.opened.station, servedPlace: file.protected ? county : file.opened.village, day: file.openedOn,
    measure: 'file-opened' as const, mode: '', result: '', item: '', tag, worker: null, contract: file.opened.contract, n: 1, heads: 1, households: 0, minutes: 0,
  }))
}
