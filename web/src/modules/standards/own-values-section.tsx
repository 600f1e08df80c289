import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { OwnValues, ParameterRow } from '#api/standards.ts'
import { api } from '#web/platform/api.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { Button, confirm, Loaded, Row, Rows, Section, Tag, toast, useErrorSentence } from '#web/ui/index.ts'
import { useChoices } from './choices.ts'
import { useValueText } from './value-text.ts'

/** What the bureau set itself, past and coming; one in force can be ended. */
export function OwnValuesSection({ rows, onChanged }: { rows: ReadonlyMap<string, ParameterRow>; onChanged: () => Promise<void> }) {
  const { t } = useTranslation('standards')
  const query = useQuery({ queryKey: ['standards', 'own'], queryFn: ({ signal }) => api.get<OwnValues>('/parameters', { signal }) })
  return (
    <Loaded query={query} lines={2}>
      {(own) => own.rows.length === 0 ? null : (
        <Section title={t('own.list')} count={own.rows.length} flush>
          <Rows label={t('own.list')}>{own.rows.map((value) => <OwnLine key={value.id} value={value} row={rows.get(value.key)} onChanged={onChanged} />)}</Rows>
        </Section>
      )}
    </Loaded>
  )
}

interface OwnLineProps { value: OwnValues['rows'][number]; row: ParameterRow | undefined; onChanged: () => Promise<void> }

function OwnLine({ value, row, onChanged }: OwnLineProps) {
  const { t } = useTranslation('standards')
  const { text } = useChoices()
  const { today } = useSignedIn()
  const shown = useValueText()
  const sentenceOf = useErrorSentence()
  const end = async () => {
    if (!(await confirm({ title: t('own.endTitle'), words: t('own.endWords'), action: t('own.end'), danger: true }))) return
    const { id, version, untilOn: _, ...rest } = value
    try {
      await api.put(`/parameters/${id}`, { ...rest, untilOn: value.fromOn > today ? value.fromOn : today, version })
      toast(t('own.ended'))
    } catch (error) { toast(sentenceOf(error), { kind: 'alert' }) }
    await onChanged()
  }
  const isOver = value.untilOn !== null && value.untilOn < today
  return (
    <Row wrap title={<>{row ? text(row.title) : value.key}<span className="parameter-value">{shown(value.value, row?.unit ?? '')}</span></>} sub={`${t('packs.from', { from: value.fromOn })} · ${value.why}`}
      end={value.untilOn !== null ? <Tag>{isOver ? t('own.ended') : t('own.until', { day: value.untilOn })}</Tag> : <Button kind="quiet" onClick={() => void end()}>{t('own.end')}</Button>} />
  )
}
