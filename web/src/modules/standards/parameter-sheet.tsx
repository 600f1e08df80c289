import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ParameterRow } from '#api/standards.ts'
import { api } from '#web/platform/api.ts'
import { addDays } from '#web/platform/dates.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { useSubmit } from '#web/platform/use-submit.ts'
import { newId } from '#web/platform/uuid.ts'
import { Button, Check, DateField, ErrorPanel, Sheet, TextField, toast } from '#web/ui/index.ts'
import { useChoices } from './choices.ts'
import { useValueText } from './value-text.ts'

const isNumberList = (value: ParameterRow['value']): value is number[] => Array.isArray(value)

/** What was typed, in the kind the parameter has; undefined while it is none. */
function read(typed: string, before: ParameterRow['value']): ParameterRow['value'] | undefined {
  if (typeof before === 'boolean') return typed === 'true'
  if (isNumberList(before)) return /^\d+(\s*[,，]\s*\d+)*$/.test(typed.trim()) ? typed.split(/[,，]/).map(Number) : undefined
  if (typeof before === 'number') return /^\d{1,9}$/.test(typed.trim()) ? Number(typed) : undefined
  return typed.trim() === '' ? undefined : typed.trim()
}

/** A bureau's own value from a day on, with why. */
export function ParameterSheet({ row, onClose, onSaved }: { row: ParameterRow; onClose: () => void; onSaved: () => Promise<void> }) {
  const { t } = useTranslation('standards')
  const { text } = useChoices()
  const { today } = useSignedIn()
  const shown = useValueText()
  const [id] = useState(newId)
  const [typed, setTyped] = useState(isNumberList(row.value) ? row.value.join(', ') : String(row.value))
  const [fromOn, setFromOn] = useState(addDays(today, 1))
  const [why, setWhy] = useState('')
  const value = read(typed, row.value)
  const { busy, error, submit } = useSubmit(async () => {
    await api.put(`/parameters/${id}`, { key: row.key, value, fromOn, why })
    toast(t('own.saved'))
    await onSaved()
    onClose()
  })
  return (
    <Sheet open title={t('own.title', { title: text(row.title) })} onClose={onClose}
      actions={<Button kind="main" busy={busy} disabled={value === undefined || why.trim().length < 2 || fromOn < today} onClick={() => void submit()}>{t('own.save')}</Button>}>
      <div className="stack">
        <p className="quiet">{t('own.now', { value: shown(row.value, row.unit), pack: row.own ? t('parameters.own') : text(row.pack.title) })}</p>
        {typeof row.value === 'boolean' ? <Check label={text(row.title)} checked={typed === 'true'} onChange={(on) => setTyped(String(on))} />
          : <TextField label={t('own.value')} value={typed} onChange={setTyped} unit={t(`unit.${row.unit}`, { defaultValue: '' })} inputMode={typeof row.value === 'number' ? 'numeric' : 'text'} autoComplete="off" />}
        <DateField label={t('own.fromOn')} value={fromOn} onChange={setFromOn} min={today} />
        <TextField label={t('own.why')} hint={t('own.whyHint')} value={why} onChange={setWhy} maxLength={200} autoComplete="off" />
        <p className="quiet small">{t('own.words')}</p>
        <ErrorPanel error={error} />
      </div>
    </Sheet>
  )
}
