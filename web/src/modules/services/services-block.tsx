import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DueServices } from '#api/services.ts'
import { VILLAGERS } from '#web/roles.ts'
import { PAGE_ROLES } from '#web/page-roles.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { Button, GoTo, Loaded, Row, Rows, Section, Tag } from '#web/ui/index.ts'
import { ClockRow } from './clock-row.tsx'
import { useDueServices } from './due-services.ts'
import { useText } from './form/use-text.ts'
import { TimeLeft } from './time-left.tsx'

const MOST = 6

/** 今天 of the professional services: what is due, what waits for my word, what is offered to my station. */
export default function ServicesBlock() {
  const { t } = useTranslation('services')
  const { mayAct } = useSignedIn()
  const query = useDueServices()
  return <Loaded query={query} lines={3}>{(due) => <Section title={t('today.title')} flush action={mayAct(PAGE_ROLES['/services']) ? <GoTo to="/services">{t('today.all')}</GoTo> : undefined}><Due due={due} /></Section>}</Loaded>
}

function Due({ due }: { due: DueServices }) {
  const { t } = useTranslation('services')
  const say = useText()
  const { account, post } = useSignedIn()
  const [all, setAll] = useState(false)
  const { counts, clocks, offered, approvals } = due
  const shown = all ? clocks : clocks.slice(0, MOST)
  // A worker's figure counts his own, and opens to them.
  const toGaps = `/services?view=gaps${post?.role === 'worker' || (VILLAGERS as readonly string[]).includes(post?.role ?? '') ? `&worker=${account.id}` : ''}`
  if (counts.waiting + clocks.length + offered.length + counts.gaps === 0) return <p className="row quiet">{t('today.nothing')}</p>
  return (
    <Rows label={t('today.title')}>
      {approvals.length > 0 ? <Row title={t('today.approvals')} sub={approvals.slice(0, 2).map(({ title, name }) => [say(title), name].filter(Boolean).join(' ')).join(t('and'))} end={<Tag tone="strong">{t('today.pieces', { number: counts.waiting })}</Tag>} to="/approvals" /> : null}
      {offered.map((one) => <Row key={one.id} title={t('today.offered', { method: say(one.methodTitle) })} sub={t('today.from', { station: one.fromStationName })} end={<TimeLeft dueAt={one.replyDueAt} overdue={false} />} to={`/services/${one.service}`} />)}
      {shown.map((clock) => <ClockRow key={clock.id} clock={clock} />)}
      {clocks.length > shown.length ? <li className="row"><Button kind="quiet" onClick={() => setAll(true)}>{t('today.more', { number: counts.due - shown.length })}</Button></li> : counts.due > shown.length ? <li className="row quiet small">{t('today.more', { number: counts.due - shown.length })}</li> : null}
      {counts.gaps > 0 ? <Row title={t('today.gaps')} end={<Tag>{t('today.pieces', { number: counts.gaps })}</Tag>} to={toGaps} /> : null}
    </Rows>
  )
}
