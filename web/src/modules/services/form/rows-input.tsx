import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { FieldView } from '#api/services.ts'
import { useIsDesk } from '#web/platform/use-media.ts'
import { Button, FieldSet, IconButton } from '#web/ui/index.ts'
import type { Answers } from './answers.ts'
import type { FieldInputProps } from './field-input.tsx'
import { useText } from './use-text.ts'

export interface RowsInputProps {
  label: string; hint: string | undefined; columns: readonly FieldView[]; rows: readonly Answers[]; most: number; onChange: (rows: Answers[]) => void
  /** The input of one cell. */
  cell: (cell: Pick<FieldInputProps, 'field' | 'value' | 'onChange' | 'inTable'>) => ReactNode
}

/** A table to fill in: rows on a desk, cards on a phone. */
export function RowsInput({ label, hint, columns, rows, most, onChange, cell }: RowsInputProps) {
  const { t } = useTranslation('forms')
  const say = useText()
  const isDesk = useIsDesk()
  const asTable = isDesk && columns.length <= 8
  const set = (at: number, key: string, value: unknown) => onChange(rows.map((row, each) => (each === at ? { ...row, [key]: value } : row)))
  const remove = (at: number) => onChange(rows.filter((_, each) => each !== at))
  const input = (row: Answers, at: number, column: FieldView) => cell({ field: column, value: row[column.key], onChange: (value) => set(at, column.key, value), inTable: asTable })
  const away = (at: number) => <IconButton icon="close" label={t('rows.remove', { number: at + 1 })} onClick={() => remove(at)} />
  return (
    <FieldSet label={label} hint={hint}>
      {rows.length === 0 ? null : asTable ? (
        <div className="table-frame form-rows">
          <table className="table">
            <thead><tr>{columns.map((column) => <th key={column.key} scope="col">{say(column.title)}</th>)}<th scope="col"><span className="sr-only">{t('rows.acts')}</span></th></tr></thead>
            <tbody>{rows.map((row, at) => <tr key={at}>{columns.map((column) => <td key={column.key}>{input(row, at, column)}</td>)}<td>{away(at)}</td></tr>)}</tbody>
          </table>
        </div>
      ) : (
        <ol className="row-cards">
          {rows.map((row, at) => <li key={at}><div className="between"><strong>{t('rows.number', { number: at + 1 })}</strong>{away(at)}</div>{columns.map((column) => <div key={column.key}>{input(row, at, column)}</div>)}</li>)}
        </ol>
      )}
      {rows.length < most ? <div><Button icon="plus" onClick={() => onChange([...rows, {}])}>{t('rows.add')}</Button></div> : null}
    </FieldSet>
  )
}
