import type { ReactNode } from 'react'

export type Filters = Record<string, string>
/** `after` goes on where the last page ended; `filters` hold codes and days. */
export interface PageRequest { after: string | undefined; filters: Filters; signal: AbortSignal }
export interface PageAnswer<R> { rows: readonly R[]; next: string | null; count?: number | '1000+' | undefined }

export interface DataColumn<R> {
  key: string
  head: string
  cell: (row: R) => ReactNode
  width?: number
  align?: 'end' | 'middle'
  /** Stays in sight when the table scrolls sideways, and leads a phone's card. */
  lead?: boolean
  /** Shown only when somebody chooses it. */
  hidden?: boolean
}

/** select: one of a few codes. day and month: the browser's own calendar. Words about a person are no filter: they would stand in the address. */
export interface FilterField {
  key: string
  label: string
  kind: 'select' | 'day' | 'month'
  options?: readonly { value: string; label: string }[]
}

export interface DataTableProps<R> {
  /** Names the table: its kept columns and filters go by it. */
  id: string
  /** What the table is called; the page's heading stands above it on paper too. */
  title: string
  columns: readonly DataColumn<R>[]
  filters?: readonly FilterField[]
  rowKey: (row: R) => string
  fetchPage: (request: PageRequest) => Promise<PageAnswer<R>>
  /** Where a row opens. */
  rowTo?: ((row: R) => string) | undefined
  /** Asks the server for the same view as a file. */
  onExport?: ((filters: Filters, columns: readonly string[]) => Promise<void>) | undefined
  /** More buttons, before export and print. */
  actions?: ReactNode
  /** What to do when the table is empty. */
  empty?: ReactNode
}
