import { useTranslation } from 'react-i18next'
import { countUnsent } from '#web/platform/sealed-rows.ts'
import { useSession } from '#web/platform/session.tsx'
import { confirm } from '#web/ui/index.ts'

/** Signs out; asks first when something recorded here has not been sent, for it waits here until its writer comes back. */
export function useLeave(): () => Promise<void> {
  const { t } = useTranslation()
  const { view, signOut } = useSession()
  return async () => {
    const count = view ? await countUnsent(view.account.id) : 0
    if (count === 0 || (await confirm({ title: t('who.leaveTitle', { count }), words: t('who.unsent', { count }), action: t('who.change'), danger: true }))) await signOut()
  }
}
