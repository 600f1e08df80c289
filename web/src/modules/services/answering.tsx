import { useTranslation } from 'react-i18next'
import type { FilledRow, ServiceView } from '#api/services.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { PAGE_ROLES } from '#web/page-roles.ts'
import { LinkButton } from '#web/ui/index.ts'
import { useText } from './form/use-text.ts'

/** What a scale that rang calls for: the way of serving that helps now, one tap away and already about this person. */
export function Answering({ filled, service }: { filled: FilledRow; service: Pick<ServiceView, 'id' | 'method' | 'client' | 'people' | 'mayFill' | 'toServices'> }) {
  const { t } = useTranslation('services')
  const say = useText()
  const { mayAct } = useSignedIn()
  const opens = filled.level?.opens
  const client = filled.person === null ? service.client : service.people.find(({ id }) => id === filled.person)?.file
  if (!opens || !client || opens.key === service.method || service.toServices.some(({ method }) => method === opens.key) || !service.mayFill || !mayAct(PAGE_ROLES['/services/new'])) return null
  return <LinkButton to={`/services/new?client=${client}&method=${opens.key}&from=${service.id}`} kind="danger" icon="warning">{t('scale.answer', { way: say(opens.title) })}</LinkButton>
}
