import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useSignedIn } from '#web/platform/session.tsx'
import { GoTo, Icon } from '#web/ui/index.ts'
import { KEPT, useNotices } from './use-notices.ts'

/** The bell in the top bar, with how many are unread. */
export function Bell() {
  const { t } = useTranslation()
  const unread = useNotices().data?.unread ?? 0
  const { account } = useSignedIn()
  useEffect(() => { if (localStorage.getItem(KEPT)) void import('./push.ts').then(({ goOnWaking }) => goOnWaking(account.id)).catch(() => undefined) }, [account.id])
  return (
    <GoTo to="/notices" className="bell" aria-label={unread > 0 ? t('bell.unread', { count: unread }) : t('bell.none')}>
      <Icon name="bell" />{unread > 0 ? <span className="number" aria-hidden="true">{unread > 99 ? '99+' : unread}</span> : null}
    </GoTo>
  )
}
