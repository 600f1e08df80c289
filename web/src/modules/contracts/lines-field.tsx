import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { FigureChoices } from '#api/indicators.ts'
import { api } from '#web/platform/api.ts'
import { newId } from '#web/platform/uuid.ts'
import { FieldSet, IconButton, Picker, searchIn, TextField, type Pick } from '#web/ui/index.ts'
import type { LineValues } from './contract-values.ts'
import './contracts.css'

interface LinesFieldProps { value: readonly LineValues[]; onChange: (lines: LineValues[]) => void }

/** The indicator table of a contract: what is promised, how much of it. What it counts is the standards' to say. */
export function LinesField({ value, onChange }: LinesFieldProps) {
  const { t } = useTranslation(['contracts', 'indicators'])
  const query = useQuery({ queryKey: ['figures', 'choices'], staleTime: 60 * 60_000, queryFn: ({ signal }) => api.get<FigureChoices>('/figures/choices', { signal }) })
  const indicators = (query.data?.indicators ?? []).filter(({ key }) => !value.some((line) => line.indicator === key))
  const unitOf = (unit: string) => t(`indicators:unit.${unit}`, { defaultValue: unit })
  const add = (pick: Pick | undefined) => {
    const found = indicators.find(({ key }) => key === pick?.value)
    if (found) onChange([...value, { id: newId(), indicator: found.key, title: found.title, unit: unitOf(found.unit), target: '' }])
  }
  const change = (id: string, fields: Partial<LineValues>) => onChange(value.map((line) => (line.id === id ? { ...line, ...fields } : line)))
  return (
    <FieldSet label={t('form.lines')}>
      {value.map((line) => (
        <div key={line.id} className="contract-line">
          <TextField label={t('form.copyLine')} value={line.title} onChange={(title) => change(line.id, { title })} maxLength={80} />
          <TextField label={t('form.target')} value={line.target} onChange={(target) => change(line.id, { target: target.replace(/\D/g, '') })} inputMode="numeric" unit={line.unit} />
          <IconButton icon="close" label={t('form.remove', { name: line.title })} onClick={() => onChange(value.filter((one) => one.id !== line.id))} />
        </div>
      ))}
      <Picker label={t('form.addLine')} value={undefined} onChange={add} search={searchIn(indicators.map(({ key, title, definition }) => ({ value: key, label: title, sub: definition })))} />
    </FieldSet>
  )
}
