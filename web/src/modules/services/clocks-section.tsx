import { useTranslation } from 'react-i18next'
import type { ServiceView } from '#api/services.ts'
import { instantText } from '#web/platform/dates.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { Row, Rows, Section, Tag } from '#web/ui/index.ts'
import { TimeLeft } from './time-left.tsx'
import { useText } from './form/use-text.ts'

/** The clocks of a service: those that run first, with the time that is left. */
export function ClocksSection({ service: { clocks } }: { service: ServiceView }) {
  const { t } = useTranslation('services')
  const { today } = useSignedIn()
  const say = useText()
  if (clocks.length === 0) return null
  const sorted = [...clocks].sort((a, b) => Number(a.doneAt !== null) - Number(b.doneAt !== null) || a.dueAt.localeCompare(b.dueAt))
  return (
    <Section title={t('clock.title')} flush>
      <Rows label={t('clock.title')}>
        {sorted.map((clock) => <Row key={clock.id} title={say(clock.title)} sub={t('clock.due', { at: instantText(clock.dueAt, today) })}
          end={clock.doneAt ? <Tag>{t('clock.done', { at: instantText(clock.doneAt, today) })}</Tag> : <TimeLeft dueAt={clock.dueAt} overdue={clock.overdue} />} />)}
      </Rows>
    </Section>
  )
}
