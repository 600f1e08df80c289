import { useTranslation } from 'react-i18next'
import { GoTo, Icon } from '#web/ui/index.ts'
import { useNotices } from './use-notices.ts'

/** The bell in the top bar, with how many are unread. */
export function Bell() {
  const { t } = useTranslation()
  const unread = useNotices().data?.unread ?? 0
  return (
    <GoTo to="/notices" className="bell" aria-label={unread > 0 ? t('bell.unread', { count: unread }) : t('bell.none')}>
      <Icon name="bell" />{unread > 0 ? <span className="number" aria-hidden="true">{unread > 99 ? '99+' : unread}</span> : null}
    </GoTo>
  )
}
