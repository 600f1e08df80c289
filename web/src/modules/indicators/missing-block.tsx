import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { ReportView } from '#api/indicators.ts'
import { api } from '#web/platform/api.ts'
import { dayText, monthText } from '#web/platform/dates.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { EmptyState, Loaded, Row, Rows, Section } from '#web/ui/index.ts'

const DOORS: Partial<Record<ReportView['missing'][number]['kind'], string>> = { unclassified: '/unclassified', 'needs-overdue': '/needs' }

/** 本月报表差什么: what must still be there before the month's report can go. */
export default function MissingBlock() {
  const { t } = useTranslation('today')
  const { today, post } = useSignedIn()
  const month = today.slice(0, 7)
  const station = post?.station
  const query = useQuery({
    queryKey: ['progress', 'report', station, month], enabled: Boolean(station), staleTime: 60_000,
    queryFn: ({ signal }) => api.get<ReportView>(`/reports/${station}/${month}`, { signal }),
  })
  return (
    <Section title={t('missing.title', { month: monthText(month) })} flush>
      <Loaded query={query} lines={3}>
        {({ missing, due }) => missing.length === 0 ? <EmptyState icon="check" title={t('missing.nothing')} words={t('missing.due', { day: dayText(due, today) })} /> : (
          <>
            <Rows label={t('missing.title', { month: monthText(month) })}>
              {missing.map(({ kind, count }) => {
                const door = DOORS[kind] ?? '/reports'
                return <Row key={kind} title={t(`missing.kind.${kind}`)} end={count > 0 && !kind.startsWith('text-') ? <span className="number">{count}</span> : null} to={door} />
              })}
            </Rows>
            <p className="row quiet small">{t('missing.due', { day: dayText(due, today) })}</p>
          </>
        )}
      </Loaded>
    </Section>
  )
}
