import { useTranslation } from 'react-i18next'
import { Row, Rows, Section } from '#web/ui/index.ts'
import { useDueServices } from './due-services.ts'
import { useText } from './form/use-text.ts'
import { TimeLeft } from './time-left.tsx'

/** What an office has been told of: which time limit, at which station, and no person. Nothing stands here while there is nothing. */
export default function ToldBlock() {
  const { t } = useTranslation('services')
  const say = useText()
  const due = useDueServices().data
  if (!due || due.clocks.length === 0) return null
  return (
    <Section title={t('today.told', { number: due.counts.due })} flush>
      <Rows label={t('today.told', { number: due.counts.due })}>
        {due.clocks.map((clock) => <Row key={clock.id} title={say(clock.methodTitle)} sub={[say(clock.title), clock.stationName].join(' · ')} end={<TimeLeft dueAt={clock.dueAt} overdue={clock.overdue} />} to={clock.mine ? `/services/${clock.service}` : `/stations/${clock.station}`} />)}
      </Rows>
      {due.counts.due > due.clocks.length ? <p className="row quiet small">{t('today.more', { number: due.counts.due - due.clocks.length })}</p> : null}
    </Section>
  )
}
