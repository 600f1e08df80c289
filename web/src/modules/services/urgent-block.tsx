import { useTranslation } from 'react-i18next'
import { Row, Rows, Section } from '#web/ui/index.ts'
import { useDueServices } from './due-services.ts'
import { useText } from './form/use-text.ts'
import { TimeLeft } from './time-left.tsx'

/** What does not wait for anything else on the page: a report that has to be made at once. Nothing where there is none. */
export default function UrgentBlock() {
  const { t } = useTranslation('services')
  const say = useText()
  const clocks = useDueServices().data?.clocks.filter(({ urgent }) => urgent) ?? []
  if (clocks.length === 0) return null
  return (
    <Section title={t('today.urgent')} flush>
      <Rows label={t('today.urgent')}>
        {clocks.map((clock) => <Row key={clock.id} title={say(clock.title)} sub={[say(clock.methodTitle), clock.name || clock.stationName].join(' · ')} end={<TimeLeft dueAt={clock.dueAt} overdue={clock.overdue} />} to={clock.mine || clock.name ? `/services/${clock.service}` : undefined} />)}
      </Rows>
    </Section>
  )
}
