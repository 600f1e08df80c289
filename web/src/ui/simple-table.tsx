import type { ReactNode } from 'react'
import { classes } from './classes.ts'

export interface Column<R> {
  key: string
  head: string
  cell: (row: R, at: number) => ReactNode
  align?: 'end' | 'middle'
  /** The row's name: first on a phone's card. */
  lead?: boolean
}
export interface SimpleTableProps<R> {
  columns: readonly Column<R>[]
  rows: readonly R[]
  rowKey: (row: R) => string
  caption?: string
  /** Instead of a caption, where what stands above says it to who can see. */
  label?: string
  /** On a phone each row becomes a card; official tables stay tables and scroll. */
  cards?: boolean
  foot?: ReactNode
}

/** A small table, up to a few hundred rows. */
export function SimpleTable<R>({ columns, rows, rowKey, caption, label = caption, cards = true, foot }: SimpleTableProps<R>) {
  return (
    <section className="table-frame" aria-label={label} tabIndex={cards ? undefined : 0}>
      <table className={classes('table', cards && 'cards')}>
        {caption ? <caption>{caption}</caption> : null}
        <thead><tr>{columns.map((column) => <th key={column.key} scope="col" className={column.align}>{column.head}</th>)}</tr></thead>
        <tbody>
          {rows.map((row, at) => (
            <tr key={rowKey(row)}>
              {columns.map((column) => <td key={column.key} data-head={column.head} className={classes(column.align, column.lead && 'lead')}>{column.cell(row, at)}</td>)}
            </tr>
          ))}
        </tbody>
        {foot ? <tfoot>{foot}</tfoot> : null}
      </table>
    </section>
  )
}
