import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { ReportLine, ReportView } from '#api/indicators.ts'
import { api } from '#web/platform/api.ts'
import { dayText, instantText, monthText } from '#web/platform/dates.ts'
import { useParam } from '#web/platform/params.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { Button, GoTo, Loaded, Notice, Page, Row, Rows, Section, SimpleTable, Tag, type Column } from '#web/ui/index.ts'
import { figurePath, shownOf } from './figure-path.ts'
import { ReportActs } from './report-acts.tsx'
import { ReportTexts } from './report-texts.tsx'
import './indicators.css'

const DOORS: Partial<Record<ReportView['missing'][number]['kind'], string>> = { unclassified: '/unclassified', 'needs-overdue': '/needs' }

/** 月报: no number is typed; three short texts, what is missing, and 上报. */
export default function ReportPage() {
  const { t } = useTranslation('indicators')
  const [station, month] = [useParam('station'), useParam('month')]
  const { today } = useSignedIn()
  const cache = useQueryClient()
  const key = ['report', station, month]
  const query = useQuery({ queryKey: key, queryFn: ({ signal }) => api.get<ReportView>(`/reports/${station}/${month}`, { signal }) })
  const again = () => Promise.all([cache.invalidateQueries({ queryKey: key }), cache.invalidateQueries({ queryKey: ['reports'] })])
  return (
    <Page title={t('report.of', { month: monthText(month) })} sub={query.data?.stationName} back actions={<Button icon="print" onClick={() => window.print()}>{t('ledger.print')}</Button>}>
      <Loaded query={query} lines={12}>
        {(report) => (
          <>
            <p className="actions inline"><Tag tone="accent">{t(`report.states.${report.state}`)}</Tag>{report.late ? <Tag tone="strong">{t('report.late')}</Tag> : null}
              <span className="quiet small">{report.submittedAt ? t('report.inBy', { name: report.submittedBy, at: instantText(report.submittedAt, today) }) : t('report.due', { day: dayText(report.due, today) })}</span></p>
            {report.returnedWhy ? <Notice alert>{t('report.returned', { name: report.answeredBy, why: report.returnedWhy })}</Notice> : null}
            <StillMissing report={report} />
            <Section title={t('report.figures')} flush><Lines report={report} /></Section>
            <ReportTexts key={report.version} report={report} onSaved={again} />
            <ReportActs report={report} onDone={again} />
          </>
        )}
      </Loaded>
    </Page>
  )
}

function StillMissing({ report }: { report: ReportView }) {
  const { t } = useTranslation('indicators')
  if (report.missing.length === 0) return null
  return (
    <Section title={t('report.missing')} flush>
      <Rows label={t('report.missing')}>
        {report.missing.map(({ kind, count }) => {
          const door = kind === 'elders-unseen' ? `/ledgers/elders?by=station&id=${report.station}&month=${report.month}` : DOORS[kind]
          return <Row key={kind} title={t(`report.missingKinds.${kind}`)} end={kind.startsWith('text-') ? null : <span className="number">{count}</span>} to={door} />
        })}
      </Rows>
    </Section>
  )
}

function Lines({ report }: { report: ReportView }) {
  const { t } = useTranslation('indicators')
  const number = (line: ReportLine, value: number | null, opens: ReportLine['opens']) => {
    if (value === null) return '—'
    const shown = shownOf(value, line.unit).toLocaleString()
    return opens ? <GoTo to={figurePath(opens)}>{shown}</GoTo> : shown
  }
  const columns: Column<ReportLine>[] = [
    { key: 'title', head: t('report.columns.title'), lead: true, cell: (line) => <span title={line.definition}>{line.title}</span> },
    { key: 'unit', head: t('report.columns.unit'), cell: (line) => t(`unit.${line.unit}`) },
    { key: 'target', head: t('report.columns.target'), align: 'end', cell: (line) => (line.target === null ? '' : shownOf(line.target, line.unit)) },
    { key: 'month', head: t('report.columns.month'), align: 'end', cell: (line) => <>{number(line, line.month, line.opens)}{line.since ? <div className="since small">{t('report.since', { change: shownOf(line.since, line.unit) })}</div> : null}</> },
    { key: 'year', head: t('report.columns.year'), align: 'end', cell: (line) => number(line, line.year, line.opensYear) },
    { key: 'contract', head: t('report.columns.contract'), align: 'end', cell: (line) => number(line, line.contract, line.opensContract) },
    { key: 'share', head: t('report.columns.share'), align: 'end', cell: (line) => (line.share === null ? '' : `${line.share} %`) },
  ]
  return <SimpleTable columns={columns} rows={report.lines} rowKey={(line) => line.indicator} cards={false} caption={report.contract ? t('report.contract', { title: report.contract.title }) : t('report.noContract')} />
}
