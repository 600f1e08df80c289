import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSession } from '#web/platform/session.tsx'
import { useSubmit } from '#web/platform/use-submit.ts'
import { Button, ErrorPanel, TextField } from '#web/ui/index.ts'
import { Front } from './front.tsx'
import { useLeave } from './use-leave.ts'

// The PIN's field is a masked text field: a password field would let a shared browser offer to remember it.
/** Whose screen this is, in large letters, and two ways on: the PIN, or somebody else. */
export default function LockScreen() {
  const { t } = useTranslation()
  const { view, unlock } = useSession()
  const [pin, setPin] = useState('')
  const [tried, setTried] = useState(false)
  const isPin = /^\d{4,8}$/.test(pin)
  const unlocking = useSubmit(async () => {
    setTried(true)
    if (!isPin) return
    try { await unlock(pin) } catch (error) { setTried(false); setPin(''); throw error }
  })
  const leaving = useSubmit(useLeave())
  return (
    <Front>
      <p className="quiet" style={{ textAlign: 'center' }}>{t(view?.account.name ? 'lock.title' : 'lock.offline')}</p>
      {view?.account.name ? <p className="big-name">{view.account.name}</p> : null}
      {view?.account.hasPin ? (
        <form className="stack pin" onSubmit={unlocking.submit}>
          <TextField label={t('lock.pin')} value={pin} onChange={(value) => setPin(value.replace(/\D/g, '').slice(0, 8))} problem={tried && !isPin ? t('lock.pinProblem') : undefined}
            masked inputMode="numeric" autoComplete="off" autoFocus />
          <ErrorPanel error={unlocking.error} />
          <Button kind="main" type="submit" block tall busy={unlocking.busy}>{t('lock.unlock')}</Button>
        </form>
      ) : <p>{t('lock.noPin')}</p>}
      <ErrorPanel error={leaving.error} />
      <Button block busy={leaving.busy} icon="swap" onClick={() => void leaving.submit()}>{t(view?.account.hasPin ? 'lock.change' : 'lock.again')}</Button>
    </Front>
  )
}
