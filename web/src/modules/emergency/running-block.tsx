import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { EventList } from '#api/emergency.ts'
import { useChoices } from '#web/modules/standards/choices.ts'
import { api } from '#web/platform/api.ts'
import { Row, Rows, Section, Tag } from '#web/ui/index.ts'
import { useEventsAtHand } from './events-at-hand.ts'
import { eventName } from './event-words.ts'

/** On 今天 only while something is going on. */
export default function RunningBlock() {
  const { t } = useTranslation('emergency')
  const offered = useChoices()
  const query = useQuery({ queryKey: ['emergency'], queryFn: ({ signal }) => api.get<EventList>('/emergency', { signal }), refetchInterval: 60_000 })
  const running = query.data?.rows.filter(({ endedAt }) => endedAt === null) ?? []
  useEventsAtHand(running.map(({ id }) => id))
  if (running.length === 0) return null
  return (
    <Section title={t('block')} flush>
      <Rows label={t('block')}>
        {running.map((row) => (
          <Row key={row.id} wrap title={eventName(offered, row)} sub={t('stand', row.counts)} to={`/emergency/${row.id}`} end={row.counts.twice > 0 ? <Tag tone="strong">{t('twiceShort', { count: row.counts.twice })}</Tag> : null} />
        ))}
      </Rows>
    </Section>
  )
}
