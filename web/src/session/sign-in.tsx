import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSession } from '#web/platform/session.tsx'
import { useSubmit } from '#web/platform/use-submit.ts'
import { Button, ErrorPanel, GoTo, Notice, TextField } from '#web/ui/index.ts'
import { deviceName } from './device-name.ts'
import { Front } from './front.tsx'

/** User name and password. The name is not remembered here: the next person on this computer is someone else. */
export default function SignIn() {
  const { t } = useTranslation()
  const { signIn, endedBecause } = useSession()
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')
  const { busy, error, submit } = useSubmit(() => signIn({ signInName: name, password, deviceName: deviceName() }))
  return (
    <Front title={t('signIn.title')} below={<GoTo to="/portal">{t('signIn.portal')}</GoTo>}>
      <form className="stack" onSubmit={submit}>
        {endedBecause ? <Notice alert>{endedBecause}</Notice> : null}
        <TextField label={t('signIn.name')} value={name} onChange={setName} autoComplete="username" autoCapitalize="none" spellCheck={false} required autoFocus />
        <TextField label={t('signIn.password')} value={password} onChange={setPassword} type="password" autoComplete="current-password" required />
        <ErrorPanel error={error} />
        <Button kind="main" type="submit" block tall busy={busy}>{t('signIn.go')}</Button>
      </form>
      <p className="quiet small">{t('signIn.help')}</p>
    </Front>
  )
}
