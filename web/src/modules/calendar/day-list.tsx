import { useTranslation } from 'react-i18next'
import type { CalendarView } from '#api/calendar.ts'
import { EmptyState, Row, Rows } from '#web/ui/index.ts'

const PAGES: Record<string, string> = { duty: '/', need: '/needs' }

/** One day by colleague and station, each line a door to the list behind it. */
export function DayList({ rows }: { rows: CalendarView['rows'] }) {
  const { t } = useTranslation('calendar')
  if (rows.length === 0) return <EmptyState icon="check" title={t('nothing')} words={t('nothingWords')} />
  return (
    <Rows label={t('title')}>
      {rows.map((row) => (
        <Row key={`${row.kind}${row.account}${row.station}`} title={row.accountName ?? t('nobody')} sub={row.stationName} to={PAGES[row.kind] ?? '/'}
          end={<span className="number nowrap">{t(`kind.${row.kind}`, { count: row.count, defaultValue: t('kind.other', { count: row.count }) })}</span>} />
      ))}
    </Rows>
  )
}
