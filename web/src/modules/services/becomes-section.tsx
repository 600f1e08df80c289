import { useTranslation } from 'react-i18next'
import { useSignedIn } from '#web/platform/session.tsx'
import { api } from '#web/platform/api.ts'
import { useSubmit } from '#web/platform/use-submit.ts'
import { newId } from '#web/platform/uuid.ts'
import { Button, ErrorPanel, LinkButton, Section, toast } from '#web/ui/index.ts'
import { useText } from './form/use-text.ts'
import type { PartProps } from './service-page.tsx'
import { useSending } from './use-service.ts'

/** 转成: a need in one tap, or another way of serving with its words already there. Each keeps the way back. */
export function BecomesSection({ service }: Pick<PartProps, 'service'>) {
  const { t } = useTranslation('services')
  const { today } = useSignedIn()
  const say = useText()
  const sendIt = useSending()
  const { becomes } = service
  const toNeed = useSubmit(async () => {
    const need = newId()
    await api.put(`/needs/${need}`, { words: becomes?.words || service.title, spokenBy: becomes?.who ?? '', foundOn: today, source: 'hotline', ...(service.client && { file: service.client }) })
    await sendIt('POST', `/services/${service.id}/change`, { version: service.version, need })
    toast(t('becomes.need'))
  })
  if (!becomes || !service.mayWrite) return null
  return (
    <Section title={t('becomes.title')}>
      <div className="inline">
        {becomes.ways.map(({ to, title }) => (to === 'need'
          ? <Button key={to} busy={toNeed.busy} disabled={service.need !== null} onClick={() => void toNeed.submit()}>{t(service.need ? 'becomes.isNeed' : 'becomes.toNeed')}</Button>
          : <LinkButton key={to} to={`/services/new?from=${service.id}&method=${to}${service.client ? `&client=${service.client}` : ''}`}>{title ? say(title) : to}</LinkButton>))}
      </div>
      <ErrorPanel error={toNeed.error} />
    </Section>
  )
}
