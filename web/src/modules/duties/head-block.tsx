import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { TodayView } from '#api/duties.ts'
import { dayText, monthText } from '#web/platform/dates.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { Loaded, Row, Rows, Section, Tag } from '#web/ui/index.ts'
import { askToday } from './today-api.ts'

type Head = NonNullable<TodayView['head']>

/** For a station head: what waits for an answer, where a risk is out of sight, who wrote today, what was not taken in. */
export default function HeadBlock() {
  const query = useQuery({ queryKey: ['today', 'head'], queryFn: ({ signal }) => askToday({ scope: 'station', limit: 1 }, signal) })
  return (
    <Loaded query={query} lines={3}>
      {({ head }) => head ? <><Waiting head={head} /><Risks head={head} /><WroteToday head={head} /></> : null}
    </Loaded>
  )
}

function Waiting({ head }: { head: Head }) {
  const { t } = useTranslation('duties')
  const lines = [
    ...head.reports.map(({ month, state }) => ({ key: month, title: t('head.report', { month: monthText(month) }), end: t(`head.state.${state}`), to: '/reports' })),
    ...(head.undelivered > 0 ? [{ key: 'undelivered', title: t('head.undelivered'), end: t('head.pieces', { count: head.undelivered }), to: '/undelivered' }] : []),
  ]
  return (
    <Section title={t('head.waiting')} count={lines.length} flush>
      {lines.length === 0 ? <p className="row quiet">{t('head.nothingWaits')}</p> : <Rows label={t('head.waiting')}>{lines.map(({ key, title, end, to }) => <Row key={key} title={title} end={<Tag tone="accent">{end}</Tag>} to={to} />)}</Rows>}
    </Section>
  )
}

const MOST = 5

function Risks({ head }: { head: Head }) {
  const { t } = useTranslation('duties')
  const { today } = useSignedIn()
  return (
    <Section title={t('head.risks')} count={head.risks.length} flush>
      {head.risks.length === 0 ? <p className="row quiet">{t('head.noRisks')}</p> : (
        <Rows label={t('head.risks')}>
          {head.risks.slice(0, MOST).map((risk) => (
            <Row key={risk.file} title={risk.name} sub={[risk.villageName, risk.workerName ?? t('head.nobody'), risk.lastOn ? t('head.seen', { day: dayText(risk.lastOn, today) }) : t('last.never')].join(' · ')}
              end={<Tag tone="strong">{t('when.late', { count: risk.daysLate })}</Tag>} to={`/residents/${risk.file}`} />
          ))}
        </Rows>
      )}
      {head.risks.length > MOST ? <p className="row quiet small">{t('head.moreRisks', { count: head.risks.length - MOST })}</p> : null}
    </Section>
  )
}

function WroteToday({ head }: { head: Head }) {
  const { t } = useTranslation('duties')
  return (
    <Section title={t('head.wrote')} flush>
      {head.recordedToday.length === 0 ? <p className="row quiet">{t('head.nobodyWrote')}</p> : (
        <Rows label={t('head.wrote')}>{head.recordedToday.map(({ worker, workerName, records }) => <Row key={worker} title={workerName} end={<span className="number">{t('head.pieces', { count: records })}</span>} />)}</Rows>
      )}
    </Section>
  )
}
