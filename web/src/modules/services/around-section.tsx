import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ServiceView } from '#api/services.ts'
import { dayText, instantText } from '#web/platform/dates.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { Button, Row, Rows, Section, Tag } from '#web/ui/index.ts'
import { useText } from './form/use-text.ts'

const ReferSheet = lazy(() => import('./refer-sheet.tsx'))
const CircleSheet = lazy(() => import('./circle-sheet.tsx'))
const AnswerSheet = lazy(() => import('./answer-sheet.tsx'))

/** 转介: to whom, why, until when an answer is due, and what it was. */
export function ReferralsSection({ service }: { service: ServiceView }) {
  const { t } = useTranslation('services')
  const { today, post } = useSignedIn()
  const [sheet, setSheet] = useState<{ act: 'ask' } | { act: 'answer'; referral: ServiceView['referrals'][number] }>()
  const may = service.mayWrite && service.state === 'open' && service.client !== null
  if (service.referrals.length === 0 && !may) return null
  return (
    <Section title={t('referral.title')} flush action={may ? <Button kind="quiet" icon="send" onClick={() => setSheet({ act: 'ask' })}>{t('referral.ask')}</Button> : null}>
      {service.referrals.length === 0 ? <p className="row quiet small">{t('referral.none')}</p> : (
        <Rows label={t('referral.title')}>
          {service.referrals.map((referral) => (
            <Row key={referral.id} wrap title={<>{[referral.fromStationName, referral.toStationName].filter(Boolean).join(' → ')}<Tag tone={referral.state === 'sent' ? 'strong' : referral.state === 'accepted' ? 'accent' : undefined}>{t(`referral.state.${referral.state}`)}</Tag>{referral.urgent ? <Tag tone="strong">{t('referral.urgent')}</Tag> : null}</>}
              sub={<span className="filled-line"><span>{referral.reason}</span>{referral.summary ? <span className="as-written">{referral.summary}</span> : null}<span>{referral.state === 'sent' ? t('referral.due', { at: instantText(referral.replyDueAt, today) }) : [referral.answeredAt && instantText(referral.answeredAt, today), referral.why].filter(Boolean).join(' · ')}</span></span>}
              end={referral.state === 'sent' && post?.station === referral.toStation ? <Button kind="main" onClick={() => setSheet({ act: 'answer', referral })}>{t('referral.answer')}</Button> : null} />
          ))}
        </Rows>
      )}
      <Suspense fallback={null}>
        {sheet?.act === 'ask' ? <ReferSheet service={service} onClose={() => setSheet(undefined)} /> : null}
        {sheet?.act === 'answer' ? <AnswerSheet service={service} referral={sheet.referral} onClose={() => setSheet(undefined)} /> : null}
      </Suspense>
    </Section>
  )
}

/** 限定知悉范围: who sees it; and to say so anew. */
export function CircleSection({ service }: { service: ServiceView }) {
  const { t } = useTranslation('services')
  const [open, setOpen] = useState(false)
  const { circle, secret, mayCircle } = service
  if (!secret || circle.length === 0) return null
  return (
    <Section title={t('circle')} flush action={mayCircle ? <Button kind="quiet" icon="people" onClick={() => setOpen(true)}>{t('circleSheet.change')}</Button> : null}>
      <Rows label={t('circle')}>{circle.map(({ post, name, title }) => <Row key={post} title={name} sub={title} />)}</Rows>
      <Suspense fallback={null}>{open ? <CircleSheet service={service} onClose={() => setOpen(false)} /> : null}</Suspense>
    </Section>
  )
}

/** 经过: handed over, put back, ended and opened again, each with its reason. */
export function TurnsSection({ service: { turns } }: { service: ServiceView }) {
  const { t } = useTranslation('services')
  const { today } = useSignedIn()
  const say = useText()
  if (turns.length === 0) return null
  return (
    <Section title={t('turn.title')} flush>
      <Rows label={t('turn.title')}>
        {turns.map(({ kind, at, byName, from, to, why }) => (
          <Row key={`${kind} ${at}`} title={t(`turn.${kind}`, { from: from ? say(from) : '', to: to ? say(to) : '' })} sub={<span className="filled-line"><span>{[kind === 'closed' ? dayText(at.slice(0, 10), today) : instantText(at, today), byName].join(' · ')}</span>{why ? <span className="as-written">{why}</span> : null}</span>} />
        ))}
      </Rows>
    </Section>
  )
}

/** Where it came from, and what came of it. */
export function LinksSection({ service }: { service: ServiceView }) {
  const { t } = useTranslation('services')
  if (!service.need && !service.fromService && service.toServices.length === 0 && !service.words) return null
  return (
    <Section title={t('links.title')} flush>
      {service.words ? <p className="row as-written">{service.words}</p> : null}
      <Rows label={t('links.title')}>
        {service.need ? <Row title={t('links.need')} to="/needs" /> : null}
        {service.fromService ? <Row title={service.fromService.title} sub={t('links.from')} to={`/services/${service.fromService.id}`} /> : null}
        {service.toServices.map((one) => <Row key={one.id} title={one.title} sub={t('links.to')} to={`/services/${one.id}`} />)}
      </Rows>
    </Section>
  )
}
