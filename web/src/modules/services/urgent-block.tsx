import { useTranslation } from 'react-i18next'
import { Rows, Section } from '#web/ui/index.ts'
import { ClockRow } from './clock-row.tsx'
import { useDueServices } from './due-services.ts'

/** What does not wait for anything else on the page: a report that has to be made at once. Nothing where there is none. */
export default function UrgentBlock() {
  const { t } = useTranslation('services')
  const clocks = useDueServices().data?.clocks.filter(({ urgent }) => urgent) ?? []
  if (clocks.length === 0) return null
  return (
    <Section title={t('today.urgent')} flush>
      <Rows label={t('today.urgent')}>
        {clocks.map((clock) => <ClockRow key={clock.id} clock={clock} />)}
      </Rows>
    </Section>
  )
}
