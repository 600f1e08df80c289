import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSession } from '#web/platform/session.tsx'
import { useSubmit } from '#web/platform/use-submit.ts'
import { Button, Check, ErrorPanel, TextField } from '#web/ui/index.ts'
import { isCode } from './code.ts'
import { DemoCode } from './demo-code.tsx'
import { Front } from './front.tsx'

/** The second step: a rolling code, or one number of the printed card. */
export default function SecondFactor() {
  const { t } = useTranslation()
  const { view, secondFactor, signOut } = useSession()
  const [code, setCode] = useState('')
  const [trustDevice, setTrustDevice] = useState(false)
  const [tried, setTried] = useState(false)
  const plain = code.replace(/\s/g, '')
  const { busy, error, submit } = useSubmit(async () => {
    setTried(true)
    if (isCode(plain)) await secondFactor({ code: plain, trustDevice })
  })
  return (
    <Front title={t('signIn.second')}>
      <p className="big-name">{view?.account.name}</p>
      <form className="stack" onSubmit={submit}>
        <TextField label={t('signIn.code')} hint={t('signIn.codeHint')} problem={tried && !isCode(plain) ? t('signIn.codeProblem') : undefined}
          value={code} onChange={(value) => { setTried(false); setCode(value) }} autoComplete="one-time-code" autoCapitalize="characters" spellCheck={false} autoFocus />
        {view?.demo ? <DemoCode name={view.account.signInName} onUse={setCode} /> : null}
        <div>
          <Check label={t('signIn.trust')} checked={trustDevice} onChange={setTrustDevice} />
          <div className="quiet small">{t('signIn.trustHint')}</div>
        </div>
        <ErrorPanel error={error} />
        <Button kind="main" type="submit" block tall busy={busy}>{t('signIn.confirm')}</Button>
        <Button kind="quiet" onClick={() => void signOut()}>{t('signIn.other')}</Button>
      </form>
    </Front>
  )
}
