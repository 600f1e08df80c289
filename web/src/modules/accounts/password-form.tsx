import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ChangePassword } from '#api/session.ts'
import { api } from '#web/platform/api.ts'
import { useSubmit } from '#web/platform/use-submit.ts'
import { Button, ErrorPanel, TextField, toast } from '#web/ui/index.ts'

/** Changes one's own password. */
export function PasswordForm({ onSaved }: { onSaved?: () => Promise<void> }) {
  const { t } = useTranslation('me')
  const [old, setOld] = useState('')
  const [fresh, setFresh] = useState('')
  const [again, setAgain] = useState('')
  const differ = again !== '' && fresh !== again
  const { busy, error, submit } = useSubmit(async () => {
    if (fresh !== again) return
    await api.put('/me/password', { old, new: fresh } satisfies ChangePassword)
    setOld(''); setFresh(''); setAgain('')
    toast(t('password.saved'))
    await onSaved?.()
  })
  return (
    <form className="stack" onSubmit={submit}>
      <TextField label={t('password.old')} type="password" autoComplete="current-password" required value={old} onChange={setOld} />
      <TextField label={t('password.new')} hint={t('password.hint')} type="password" autoComplete="new-password" required value={fresh} onChange={setFresh} />
      <TextField label={t('password.again')} type="password" autoComplete="new-password" required value={again} onChange={setAgain} problem={differ ? t('password.different') : undefined} />
      <ErrorPanel error={error} />
      <div><Button kind="main" type="submit" busy={busy} disabled={differ}>{t('password.save')}</Button></div>
    </form>
  )
}
