import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ParameterRow, ParametersView as Got } from '#api/standards.ts'
import { api } from '#web/platform/api.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { Button, EmptyState, Loaded, Section, SimpleTable, Tag, TextField } from '#web/ui/index.ts'
import { useChoices } from './choices.ts'
import { OwnValuesSection } from './own-values-section.tsx'
import { ParameterSheet } from './parameter-sheet.tsx'
import { SourceOf } from './source-of.tsx'
import { useValueText } from './value-text.ts'
import './standards.css'

export const MAY_SET = ['county_bureau', 'city_bureau', 'administrator'] as const

/** Every parameter in force here, with the pack that gave it; a bureau sets its own. */
export function ParametersView() {
  const { t } = useTranslation('standards')
  const { text } = useChoices()
  const { mayAct, post } = useSignedIn()
  const client = useQueryClient()
  const [typed, setTyped] = useState('')
  const [setting, setSetting] = useState<ParameterRow>()
  const words = useDeferredValue(typed.trim())
  const may = mayAct(MAY_SET)
  const query = useQuery({ queryKey: ['standards', 'parameters', post?.place], queryFn: ({ signal }) => api.get<Got>('/standards/parameters', { signal }) })
  const refresh = () => client.invalidateQueries({ queryKey: ['standards'] })
  const titles = new Map((query.data?.rows ?? []).map((row) => [row.key, row]))
  return (
    <>
      {may ? <OwnValuesSection rows={titles} onChanged={refresh} /> : null}
      <Section><TextField label={t('parameters.search')} value={typed} onChange={setTyped} type="search" autoComplete="off" /></Section>
      <Loaded query={query} lines={10}>
        {({ rows }) => {
          const shown = rows.filter((row) => `${text(row.title)} ${row.key}`.includes(words))
          return <Section flush>{shown.length === 0 ? <EmptyState icon="search" title={t('items.none')} /> : <Table rows={shown} {...(may ? { onSet: setSetting } : {})} />}</Section>
        }}
      </Loaded>
      {setting ? <ParameterSheet row={setting} onClose={() => setSetting(undefined)} onSaved={refresh} /> : null}
    </>
  )
}

function Table({ rows, onSet }: { rows: readonly ParameterRow[]; onSet?: (row: ParameterRow) => void }) {
  const { t } = useTranslation('standards')
  const { text } = useChoices()
  const shown = useValueText()
  return (
    <SimpleTable rows={rows} rowKey={(row) => row.key} columns={[
      { key: 'title', head: t('parameters.title'), lead: true, cell: (row) => <div>{text(row.title)}{row.note ? <div className="small quiet">{text(row.note)}</div> : null}</div> },
      { key: 'value', head: t('parameters.value'), align: 'end', cell: (row) => <span className="parameter-value">{shown(row.value, row.unit)}</span> },
      { key: 'from', head: t('parameters.from'), cell: (row) => (row.own ? <span><Tag tone="accent">{t('parameters.own')}</Tag> <span className="small quiet">{row.own.fromOn} {row.own.why}</span></span> : text(row.pack.title)) },
      { key: 'source', head: t('parameters.source'), cell: (row) => <SourceOf source={row.source} /> },
      ...(onSet ? [{ key: 'set', head: '', cell: (row: ParameterRow) => <Button kind="quiet" onClick={() => onSet(row)}>{t('parameters.set')}</Button> }] : []),
    ]} />
  )
}
