import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { EventList, EventRow } from '#api/emergency.ts'
import { useChoices } from '#web/modules/standards/choices.ts'
import { api } from '#web/platform/api.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { PAGE_ROLES } from '#web/page-roles.ts'
import { Button, EmptyState, LinkButton, Loaded, Page, Row, Rows, Section, Tag } from '#web/ui/index.ts'
import { OpenSheet } from './open-sheet.tsx'
import { eventName, timeText, WHO_OPENS } from './event-words.ts'

/** 应急: what is going on where I am, and the last ones that are over. */
export default function EmergencyPage() {
  const { t } = useTranslation('emergency')
  const { mayAct } = useSignedIn()
  const [opening, setOpening] = useState(false)
  const query = useQuery({ queryKey: ['emergency'], queryFn: ({ signal }) => api.get<EventList>('/emergency', { signal }), refetchInterval: 30_000 })
  const act = <>{mayAct(PAGE_ROLES['/ledgers/$table']) ? <LinkButton to="/ledgers/teams" icon="people">{t('roster')}</LinkButton> : null}{mayAct(WHO_OPENS) ? <Button kind="main" icon="warning" onClick={() => setOpening(true)}>{t('open.act')}</Button> : null}</>
  return (
    <Page title={t('title')} sub={t('sub')} actions={act}>
      <Section flush>
        <Loaded query={query} lines={4}>
          {({ rows }) => rows.length === 0 ? <EmptyState icon="check" title={t('none')} words={t('noneWords')} />
            : <Rows label={t('title')}>{rows.map((row) => <EventLine key={row.id} row={row} />)}</Rows>}
        </Loaded>
      </Section>
      {opening ? <OpenSheet onClose={() => setOpening(false)} /> : null}
    </Page>
  )
}

function EventLine({ row }: { row: EventRow }) {
  const { t } = useTranslation('emergency')
  const offered = useChoices()
  const { all, safe, missed, help, open } = row.counts
  const stand = row.endedAt ? t('endedAt', { time: timeText(row.endedAt) }) : t('since', { time: timeText(row.begunAt) })
  return (
    <Row wrap title={<span className="inline">{eventName(offered, row)}{row.endedAt ? null : <Tag tone="strong">{t('running')}</Tag>}</span>}
      sub={[row.area.map(({ name }) => name).join('、'), stand, row.code].join(' · ')} end={<span className="number">{t('stand', { all, safe, missed, help, open })}</span>} to={`/emergency/${row.id}`} />
  )
}
