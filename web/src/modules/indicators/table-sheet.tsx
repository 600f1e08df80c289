import { useTranslation } from 'react-i18next'
import type { TableRow, TableView } from '#api/indicators.ts'
import { EmptyState, GoTo, Notice, SimpleTable, type Column } from '#web/ui/index.ts'
import { figurePath } from './figure-path.ts'
import './indicators.css'

const KEPT_WHOLE = ['day', 'name', 'next', 'due', 'village', 'worker', 'insured']
/** Days, times and numbers of files are not broken. */
const KEPT_TOGETHER = /^[\dA-Z][\dA-Z.:%-]{3,27}$/
const DOORS = { record: '/records/$id', need: '/needs', file: '/residents/$id', service: '/services/$id', training: '/services?method=training' } as const

/** An official table: its heading block, its rows, its sums, and what each figure means. */
export function TableSheet({ table }: { table: TableView }) {
  const { t } = useTranslation('indicators')
  const { title, heading, columns, rows, sums, notes, demo, hidden, withheld } = table
  const shown: Column<TableRow>[] = columns.map((column, at) => ({ key: column.key, head: column.title, ...(column.number && { align: 'end' as const }), lead: at === 1, cell: (row) => <Cell row={row} column={column.key} at={at} /> }))
  return (
    <div className="stack">
      {demo ? <p className="demo-mark">{t('ledger.demo')}</p> : null}
      <h2>{title}</h2>
      <p className="ledger-heading">{heading.map(({ label, value }) => <span key={label}>{label}：{value || <span className="blank" />}</span>)}</p>
      {hidden > 0 ? <Notice>{t('rows.hidden', { count: hidden })}</Notice> : null}
      {rows.length === 0 ? <EmptyState icon="ledger" title={withheld ?? t('ledger.empty')} /> : <SimpleTable columns={shown} rows={rows} rowKey={(row) => row.key} label={title} cards={false} />}
      {sums.length > 0 ? <p className="ledger-heading">{sums.map(({ label, value }) => <span key={label}>{label}：<strong className="number">{value}</strong></span>)}</p> : null}
      {notes.length > 0 ? <div className="ledger-notes">{notes.map((note) => <p key={note}>{note}</p>)}</div> : null}
    </div>
  )
}

function Cell({ row, column, at }: { row: TableRow; column: string; at: number }) {
  const value = row.cells[at] ?? ''
  const figure = row.opens?.[column]
  if (figure && value !== '') return <GoTo to={figurePath(figure)}>{value}</GoTo>
  const door = row.page && DOORS[row.page.kind]
  // The day, the person, or the first thing a line says of itself.
  if (door && (column === 'day' || (column === 'name' && row.page!.kind === 'file') || (column === 'learned' && row.page!.kind === 'training') || (at === 1 && row.page!.kind === 'service'))) return <GoTo to={door.replace('$id', row.page!.id)} className="nowrap">{value}</GoTo>
  // A day, a name and a month's visits stay on their own lines, however narrow the column.
  if (/^m\d+$/.test(column)) return String(value).split(' ').map((mark) => <div key={mark} className="nowrap">{mark}</div>)
  if (column === 'contract') return String(value).split(/ (?=\S+ \S+$)/).map((end) => <div key={end} className="nowrap">{end}</div>)
  return KEPT_WHOLE.includes(column) || KEPT_TOGETHER.test(String(value)) ? <span className="nowrap">{value}</span> : value
}
