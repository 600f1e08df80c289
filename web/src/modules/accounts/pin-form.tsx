import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ChangePin } from '#api/session.ts'
import { api } from '#web/platform/api.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { useSubmit } from '#web/platform/use-submit.ts'
import { Button, ErrorPanel, TextField, toast } from '#web/ui/index.ts'

const digits = (text: string) => text.replace(/\D/g, '').slice(0, 8)

/** Sets the PIN that opens a locked screen. */
export function PinForm() {
  const { t } = useTranslation('me')
  const { account, unlock } = useSignedIn()
  const [password, setPassword] = useState('')
  const [pin, setPin] = useState('')
  const [again, setAgain] = useState('')
  const differ = again !== '' && pin !== again
  const { busy, error, submit } = useSubmit(async () => {
    if (pin !== again) return
    await api.put('/me/pin', { password, pin } satisfies ChangePin)
    // So that this device opens with the new one too when there is no network.
    await unlock(pin)
    setPassword(''); setPin(''); setAgain('')
    toast(t('pin.saved'))
  })
  return (
    <form className="stack" onSubmit={submit}>
      <p className="quiet">{t('pin.words')}</p>
      <TextField label={t('pin.password')} type="password" autoComplete="current-password" required value={password} onChange={setPassword} />
      <TextField label={t('pin.new')} hint={t('pin.hint')} masked inputMode="numeric" autoComplete="off" required value={pin} onChange={(value) => setPin(digits(value))} />
      <TextField label={t('pin.again')} masked inputMode="numeric" autoComplete="off" required value={again} onChange={(value) => setAgain(digits(value))} problem={differ ? t('pin.different') : undefined} />
      <ErrorPanel error={error} />
      <div><Button kind="main" type="submit" busy={busy} disabled={differ}>{t(account.hasPin ? 'pin.change' : 'pin.save')}</Button></div>
    </form>
  )
}
