import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { ReportList } from '#api/indicators.ts'
import { api } from '#web/platform/api.ts'
import { dayText, instantText, monthText } from '#web/platform/dates.ts'
import { useFilters } from '#web/platform/params.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { EmptyState, Loaded, Page, Row, Rows, Section, SelectField, Tag } from '#web/ui/index.ts'
import { lastMonths } from './use-figure-choices.ts'

/** 报表: the stations of a month, who has handed in and who is late. */
export default function ReportsPage() {
  const { t } = useTranslation('indicators')
  const { today } = useSignedIn()
  const [filters, change] = useFilters()
  const month = filters.month ?? today.slice(0, 7)
  const query = useQuery({ queryKey: ['reports', month], queryFn: ({ signal }) => api.get<ReportList>(`/reports?month=${month}`, { signal }) })
  return (
    <Page title={t('report.list')} sub={query.data ? t('report.due', { day: dayText(query.data.due, today) }) : null}
      actions={<SelectField label={t('month')} value={month} onChange={(value) => change({ month: value })} options={lastMonths(today).map((value) => ({ value, label: monthText(value) }))} />}>
      <Section flush>
        <Loaded query={query} lines={6}>
          {({ rows }) => rows.length === 0 ? <EmptyState icon="report" title={t('report.noStations')} /> : (
            <Rows label={t('report.list')}>
              {rows.map((row) => (
                <Row key={row.station} title={row.stationName} sub={row.submittedAt ? t('report.inBy', { name: row.submittedBy, at: instantText(row.submittedAt, today) }) : row.placeName} to={`/reports/${row.station}/${month}`}
                  end={<>{row.late ? <Tag tone="strong">{t('report.late')}</Tag> : null}<Tag>{t(`report.states.${row.state}`)}</Tag></>} />
              ))}
            </Rows>
          )}
        </Loaded>
      </Section>
    </Page>
  )
}
