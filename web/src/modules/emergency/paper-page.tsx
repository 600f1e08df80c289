import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { EventView, Paper } from '#api/emergency.ts'
import { useChoices } from '#web/modules/standards/choices.ts'
import { api } from '#web/platform/api.ts'
import { useFilters, useParam } from '#web/platform/params.ts'
import { Button, Choice, Loaded, Notice, Page, Section, SimpleTable, type Column } from '#web/ui/index.ts'
import { eventQuery } from './event-queries.ts'
import { eventName, groupName, timeText } from './event-words.ts'
import './emergency.css'

/** 纸质名单: for when the network goes. Boxes to tick by hand; entered afterwards on the sheet of the same event. */
export default function PaperPage() {
  const { t } = useTranslation('emergency')
  const id = useParam('id')
  const [{ scope = 'mine' }, change] = useFilters()
  const event = useQuery(eventQuery(id))
  // Each asking is a print that stands in the audit: once a visit to this page.
  const paper = useQuery({ queryKey: ['emergency', id, 'paper', scope], gcTime: 0, staleTime: Infinity, refetchOnWindowFocus: false, queryFn: ({ signal }) => api.post<Paper>(`/emergency/${id}/paper`, { scope }, { signal }) })
  return (
    <Page title={t('paper.title')} back actions={<Button kind="main" icon="print" onClick={() => window.print()}>{t('paper.print')}</Button>}>
      <div className="no-print stack">
        <Choice label={t('scope.label')} look="segmented" value={scope} onChange={(next) => change({ scope: next })} options={[{ value: 'mine', label: t('scope.mine') }, { value: 'all', label: t('scope.all') }]} />
        <Notice>{t('paper.words')}</Notice>
      </div>
      <Loaded query={event}>{(view) => <Loaded query={paper} lines={8}>{(list) => <Sheet view={view} paper={list} />}</Loaded>}</Loaded>
    </Page>
  )
}

const BOX = '☐'

function Sheet({ view, paper }: { view: EventView; paper: Paper }) {
  const { t } = useTranslation(['emergency', 'ui'])
  const offered = useChoices()
  const columns: Column<Paper['rows'][number] & { n: number }>[] = [
    { key: 'n', head: '#', cell: ({ n }) => n },
    { key: 'name', head: t('paper.name'), lead: true, cell: (row) => <><strong>{row.name}</strong>{row.age === null ? null : <span className="quiet"> {t('ui:age.years', { count: row.age })}</span>}</> },
    { key: 'where', head: t('paper.where'), cell: (row) => `${row.villageName} ${row.address}` },
    { key: 'phone', head: t('paper.phone'), cell: (row) => row.phone },
    { key: 'why', head: t('paper.why'), cell: (row) => row.groups.map((group) => groupName(offered, group)).join('、') },
    { key: 'who', head: t('checker'), cell: (row) => row.checkerName ?? '' },
    { key: 'mark', head: t('paper.mark'), cell: () => <span className="nowrap">{(['safe', 'missed', 'help'] as const).map((state) => `${BOX}${t(`state.${state}`)} `)}</span> },
    { key: 'note', head: t('paper.note'), cell: () => <span className="check-blank" /> },
  ]
  return (
    <Section>
      <p className="inline"><strong>{eventName(offered, view)}</strong><span>{view.area.map(({ name }) => name).join('、')}</span><span className="number">{t('paper.code', { code: paper.code })}</span></p>
      <p className="small quiet">{t('paper.made', { time: timeText(paper.printedAt), count: paper.rows.length })}{paper.more ? t('paper.more') : ''}</p>
      <SimpleTable cards={false} rows={paper.rows.map((row, at) => ({ ...row, n: at + 1 }))} rowKey={({ id }) => id} columns={columns} />
      <p className="small quiet">{t('paper.secret')}</p>
    </Section>
  )
}
