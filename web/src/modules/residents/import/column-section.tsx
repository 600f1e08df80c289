import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ColumnAs, ImportPreview, ImportView } from '#api/imports.ts'
import { useChoices } from '#web/modules/standards/choices.ts'
import { useSubmit } from '#web/platform/use-submit.ts'
import { Button, ErrorPanel, Section, SelectField, SimpleTable, Tag } from '#web/ui/index.ts'
import { useStep } from './use-import.ts'

const FIELDS = ['name', 'identity', 'sex', 'birthOn', 'age', 'phone', 'village', 'group', 'address', 'tags', 'risk', 'fileNo', 'note'] as const
type Heading = ImportPreview['headings'][number]

const asText = (column: ColumnAs | undefined): string => (column ? (column.as === 'tag' ? `tag:${column.tag}` : column.as) : '')
const asColumn = (at: number, text: string): ColumnAs => (text.startsWith('tag:') ? { at, as: 'tag', tag: text.slice(4) } : { at, as: text as ColumnAs['as'] })

/** What each column holds: guessed, or as this station matched such a list last; anybody may say otherwise. */
export function ColumnSection({ view, preview }: { view: ImportView; preview: ImportPreview }) {
  const { t } = useTranslation('import')
  const { mapping } = preview
  const [chosen, setChosen] = useState(() => new Map(mapping.columns.map((column) => [column.at, asText(column)])))
  const [place, setPlace] = useState(mapping.place === null ? '' : String(mapping.place))
  const step = useStep(view.id)
  const columns = [...chosen].filter(([, text]) => text !== '').sort(([a], [b]) => a - b).map(([at, text]) => asColumn(at, text))
  const changed = place !== (mapping.place === null ? '' : String(mapping.place)) || JSON.stringify(columns) !== JSON.stringify([...mapping.columns].sort((a, b) => a.at - b.at))
  const { busy, error, submit } = useSubmit(() => step('mapping', { version: view.version, mapping: { ...mapping, columns, place: place === '' ? null : Number(place) } }))
  const known = mapping.columns.length
  return (
    <Section title={t('columns.title')} action={preview.remembered ? <Tag tone="accent">{t('columns.remembered')}</Tag> : undefined}>
      <div className="stack">
        <p className="quiet small">{t('columns.words', { row: mapping.headingRow, sheet: mapping.sheet, known, all: preview.headings.length })}</p>
        <ColumnTable headings={preview.headings} chosen={chosen} onChange={(at, text) => setChosen((before) => new Map(before).set(at, text))} />
        <SelectField label={t('columns.place')} hint={t('columns.placeHint')} none={t('columns.placeNone')} value={place} onChange={setPlace}
          options={preview.villages.map((village) => ({ value: String(village.place), label: village.name }))} />
        {preview.unknownWords.length > 0 ? (
          <div className="stack">
            <p className="small">{t('columns.unknown')}</p>
            <span className="inline">{preview.unknownWords.map(({ word, count }) => <Tag key={word}>{word}<span className="number">×{count}</span></Tag>)}</span>
          </div>
        ) : null}
        <ErrorPanel error={error} />
        {changed ? <div><Button kind="main" busy={busy} onClick={() => void submit()}>{t('columns.again')}</Button></div> : null}
      </div>
    </Section>
  )
}

function ColumnTable({ headings, chosen, onChange }: { headings: readonly Heading[]; chosen: ReadonlyMap<number, string>; onChange: (at: number, text: string) => void }) {
  const { t } = useTranslation('import')
  const offered = useChoices()
  const tags = (offered.choices?.tags ?? []).map((tag) => ({ value: `tag:${tag.key}`, label: t('columns.isTag', { tag: offered.tag(tag.key) }) }))
  const options = [...FIELDS.map((field) => ({ value: field as string, label: t(`field.${field}`) })), ...tags]
  return (
    <SimpleTable<Heading> rows={headings} rowKey={({ at }) => String(at)} columns={[
      { key: 'letters', head: t('columns.column'), lead: true, cell: ({ letters, text }) => <><span className="cell-address">{letters}</span> {text}</> },
      { key: 'samples', head: t('columns.samples'), cell: ({ samples }) => <span className="quiet">{samples.join(' · ')}</span> },
      { key: 'as', head: t('columns.as'), cell: ({ at, letters }) => (
        <select className="input column-select" aria-label={t('columns.asOf', { letters })} value={chosen.get(at) ?? ''} onChange={(event) => onChange(at, event.target.value)}>
          <option value="">{t('columns.none')}</option>
          {options.map(({ value, label }) => <option key={value} value={value}>{label}</option>)}
        </select>
      ) },
    ]} />
  )
}
