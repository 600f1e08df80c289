import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ServiceView } from '#api/services.ts'
import { dayText } from '#web/platform/dates.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { Button, Notice, Section } from '#web/ui/index.ts'
import { CloseButton, closesNext } from './close-button.tsx'

const ChangeSheet = lazy(() => import('./change-sheet.tsx'))
const BackSheet = lazy(() => import('./back-sheet.tsx'))
type Doing = 'change' | 'back' | 'reopen'

/** What is done with a service seldom: handed over, put back, closed, opened again. */
export function ServiceActs({ service }: { service: ServiceView }) {
  const { t } = useTranslation('services')
  const { today } = useSignedIn()
  const [doing, setDoing] = useState<Doing>()
  const reason = service.closeReasons.find(({ key }) => key === service.closeReason)
  const isOpen = service.state === 'open'
  const close = () => setDoing(undefined)
  const { i18n } = useTranslation()
  const words = reason ? (i18n.language === 'en' ? reason.title.en ?? reason.title.zh : reason.title.zh) : ''
  if (!service.mayLead && !service.mayReopen && service.state !== 'closed') return null
  return (
    <Section title={t('act.title')}>
      {service.state === 'closed' ? <Notice>{t('act.closed', { day: service.closedOn ? dayText(service.closedOn, today) : '', why: [words, service.closeWords].filter(Boolean).join(' · ') })}</Notice> : null}
      <div className="inline">
        {isOpen && service.mayLead ? <>{service.mayWrite ? <Button onClick={() => setDoing('change')}>{t('act.change')}</Button> : null}{service.stages.some(({ state }) => state === 'done') ? <Button onClick={() => setDoing('back')}>{t('act.back')}</Button> : null}{closesNext(service) ? null : <CloseButton service={service} />}</> : null}
        {service.mayReopen ? <Button onClick={() => setDoing('reopen')}>{t('act.reopen')}</Button> : null}
      </div>
      <Suspense fallback={null}>
        {doing === 'change' ? <ChangeSheet service={service} onClose={close} /> : null}
        {doing === 'back' || doing === 'reopen' ? <BackSheet service={service} act={doing} onClose={close} /> : null}
      </Suspense>
    </Section>
  )
}
