import { useTranslation } from 'react-i18next'
import type { ServiceRow } from '#api/services.ts'
import { dayText, instantText } from '#web/platform/dates.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { Row, Tag } from '#web/ui/index.ts'
import { useText } from './form/use-text.ts'

/** One service of a list: what it is, where it stands, what it lacks. */
export function ServiceLine({ service }: { service: ServiceRow }) {
  const { t } = useTranslation('services')
  const { today, post } = useSignedIn()
  const elsewhere = service.station === post?.station ? '' : service.stationName
  const say = useText()
  const people = service.counts === 'group' || service.counts === 'activity' ? t('line.people', { number: service.people }) : ''
  const when = service.happensAt ? instantText(service.happensAt, today) : service.lastOn ? t('line.last', { day: dayText(service.lastOn, today) }) : ''
  const sub = [say(service.methodTitle), service.number, elsewhere, service.workerName, people, t('line.sessions', { number: service.sessions }), when].filter(Boolean).join(' · ')
  return (
    <Row wrap title={<>{service.title}{service.secret ? <Tag tone="strong">{t('secretShort')}</Tag> : null}</>} sub={sub} to={`/services/${service.id}`}
      end={<span className="line-end">{service.gaps > 0 ? <Tag>{t('gapCount', { number: service.gaps })}</Tag> : null}{service.waiting ? <Tag tone="strong">{t('waiting')}</Tag> : null}<Tag tone={service.state === 'open' ? 'accent' : undefined}>{service.state === 'open' ? say(service.stageTitle) : t(`state.${service.state}`)}</Tag></span>} />
  )
}
