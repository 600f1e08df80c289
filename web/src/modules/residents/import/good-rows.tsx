import { useTranslation } from 'react-i18next'
import type { ImportPreview, ImportRow } from '#api/imports.ts'
import { useChoices } from '#web/modules/standards/choices.ts'
import { EmptyState, Section, SimpleTable, Tag } from '#web/ui/index.ts'
import { RiskOf, type Risk } from '../risk-of.tsx'
import { ProblemLine } from './bad-rows.tsx'

const MOST_SHOWN = 100

/** Rows that come in: the first ones, and all that are odd in some cell. */
export function GoodRows({ preview }: { preview: ImportPreview }) {
  const { t } = useTranslation(['import', 'residents'])
  const offered = useChoices()
  const good = preview.rows.filter(({ state }) => state !== 'bad' && state !== 'duplicate')
  const rows = good.slice(0, MOST_SHOWN)
  const all = preview.counts.new + preview.counts.update + preview.counts.same + preview.counts.closed
  if (good.length === 0) return <Section title={t('good.title')}><EmptyState title={t('good.none')} words={t('good.noneWords')} /></Section>
  return (
    <Section title={t('good.title')} count={all} flush>
      <SimpleTable<ImportRow> rows={rows} rowKey={({ row }) => String(row)} {...(all > rows.length && { caption: t('good.some', { shown: rows.length, all }) })} columns={[
        { key: 'name', head: t('field.name'), lead: true, cell: ({ row, name }) => <><span className="cell-address">{row}</span> {name}</> },
        { key: 'state', head: t('good.state'), cell: ({ state, changes }) => <span className="inline"><Tag tone={state === 'new' ? 'accent' : undefined}>{t(`rowState.${state}`)}</Tag>{changes.length > 0 ? <span className="small quiet">{changes.map((field) => t(`field.${field}`)).join(' ')}</span> : null}</span> },
        { key: 'who', head: t('good.who'), cell: ({ sex, birthOn }) => <span className="nowrap">{[t(`residents:sex.${sex}`), birthOn].filter(Boolean).join(' ')}</span> },
        { key: 'place', head: t('field.village'), cell: ({ placeName, address }) => [placeName, address].filter(Boolean).join(' ') },
        { key: 'numbers', head: t('good.numbers'), cell: ({ identityMask, phoneMask }) => <span className="number small">{[identityMask, phoneMask].filter(Boolean).join(' ')}</span> },
        { key: 'tags', head: t('field.tags'), cell: ({ tags, risk }) => <span className="inline">{risk ? <RiskOf risk={risk as Risk} /> : null}{tags.map((tag) => <Tag key={tag}>{offered.tag(tag)}</Tag>)}</span> },
        { key: 'odd', head: t('good.odd'), cell: ({ note, warnings }) => <div className="small">{note}{warnings.map((one) => <ProblemLine key={one.cell + one.code + one.shown} problem={one} />)}</div> },
      ]} />
    </Section>
  )
}
