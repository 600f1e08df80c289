import { useTranslation } from 'react-i18next'
import { useSession } from '#web/platform/session.tsx'
import { Button } from '#web/ui/index.ts'
import { PasswordForm } from '../modules/accounts/password-form.tsx'
import { Front } from './front.tsx'

/** The first password was somebody else's idea; work begins with one's own. */
export default function MustChangePassword() {
  const { t } = useTranslation()
  const { reload, signOut } = useSession()
  return (
    <Front title={t('mustChange.title')}>
      <p>{t('mustChange.words')}</p>
      <PasswordForm onSaved={reload} />
      <Button kind="quiet" onClick={() => void signOut()}>{t('who.signOut')}</Button>
    </Front>
  )
}
