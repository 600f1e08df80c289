import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, Check, Sheet, toast, useErrorSentence } from '../index.ts'
import { KeptFilters } from './kept-filters.tsx'
import type { DataColumn, DataTableProps, FilterField, Filters } from './shapes.ts'

export interface ToolBarProps<R> extends Pick<DataTableProps<R>, 'id' | 'columns' | 'onExport' | 'actions'> {
  fields: readonly FilterField[]
  filters: Filters
  onFilters: (fields: Record<string, string | undefined>) => void
  hidden: readonly string[]
  onHidden: (keys: string[]) => void
  shown: readonly DataColumn<R>[]
}

/** Above a ledger: filters left, what one does with the whole of it right. */
export function ToolBar<R>({ id, columns, onExport, actions, fields, filters, onFilters, hidden, onHidden, shown }: ToolBarProps<R>) {
  const { t } = useTranslation('ui')
  const sentenceOf = useErrorSentence()
  const [busy, setBusy] = useState(false)
  const give = async () => {
    setBusy(true)
    try { await onExport?.(filters, shown.map((column) => column.key)) } catch (error) { toast(sentenceOf(error), { kind: 'alert' }) } finally { setBusy(false) }
  }
  return (
    <div className="between no-print">
      <div className="inline">
        {fields.map((field) => <FilterInput key={field.key} field={field} value={filters[field.key] ?? ''} onChange={(value) => onFilters({ [field.key]: value || undefined })} />)}
        {fields.length > 0 ? <KeptFilters table={id} fields={fields} filters={filters} onFilters={onFilters} /> : null}
      </div>
      <div className="inline">
        {actions}
        <ColumnChoice columns={columns} hidden={hidden} onHidden={onHidden} />
        {onExport ? <Button icon="export" busy={busy} onClick={() => void give()}>{t('table.export')}</Button> : null}
        <Button icon="print" onClick={() => window.print()}>{t('table.print')}</Button>
      </div>
    </div>
  )
}

function FilterInput({ field, value, onChange }: { field: FilterField; value: string; onChange: (value: string) => void }) {
  if (field.kind !== 'select') {
    const type = field.kind === 'day' ? 'date' : 'month'
    return <label className="filter"><span>{field.label}</span><input className="input" type={type} value={value} onChange={(event) => onChange(event.target.value)} /></label>
  }
  return (
    <select className="input filter-select" aria-label={field.label} value={value} onChange={(event) => onChange(event.target.value)}>
      <option value="">{field.label}</option>
      {field.options?.map((option) => <option key={option.value} value={option.value}>{option.label}</option>)}
    </select>
  )
}

function ColumnChoice<R>({ columns, hidden, onHidden }: { columns: readonly DataColumn<R>[]; hidden: readonly string[]; onHidden: (keys: string[]) => void }) {
  const { t } = useTranslation('ui')
  const [open, setOpen] = useState(false)
  const toggle = (key: string, isShown: boolean) => onHidden(isShown ? hidden.filter((each) => each !== key) : [...hidden, key])
  const reset = () => onHidden(columns.filter((column) => column.hidden).map((column) => column.key))
  return (
    <>
      <Button icon="columns" aria-haspopup="dialog" onClick={() => setOpen(true)}>{t('table.columns')}</Button>
      <Sheet open={open} title={t('table.columns')} onClose={() => setOpen(false)} actions={<Button onClick={reset}>{t('table.resetColumns')}</Button>}>
        {columns.map((column) => <Check key={column.key} label={column.head} checked={column.lead || !hidden.includes(column.key)} disabled={column.lead ?? false} onChange={(isShown) => toggle(column.key, isShown)} />)}
      </Sheet>
    </>
  )
}
