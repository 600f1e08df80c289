import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, listenForStepUp } from '#web/platform/api.ts'
import { useSession } from '#web/platform/session.tsx'
import { useSubmit } from '#web/platform/use-submit.ts'
import { Button, ErrorPanel, Sheet, TextField } from '#web/ui/index.ts'
import { isCode } from './code.ts'
import { DemoCode } from './demo-code.tsx'

type Answer = (given: boolean) => void

/** Asks for a fresh code whenever the server wants one, and lets the request go on. Once, at the root. */
export function StepUpHost() {
  const [answer, setAnswer] = useState<{ give: Answer }>()
  const { view } = useSession()
  useEffect(() => listenForStepUp(() => new Promise((resolve) => setAnswer({ give: (given) => { setAnswer(undefined); resolve(given) } }))), [])
  // A locked screen has nothing to confirm any more.
  useEffect(() => { if (view?.stage !== 'open') answer?.give(false) }, [view?.stage, answer])
  return answer && view ? <StepUp give={answer.give} name={view.account.signInName} demo={view.demo} /> : null
}

function StepUp({ give, name, demo }: { give: Answer; name: string; demo: boolean }) {
  const { t } = useTranslation()
  const [code, setCode] = useState('')
  const plain = code.replace(/\s/g, '')
  const { busy, error, submit } = useSubmit(async () => {
    if (!isCode(plain)) return
    await api.post('/session/step-up', { code: plain }, { unattended: true })
    give(true)
  })
  return (
    <Sheet open title={t('stepUp.title')} onClose={() => give(false)}>
      <form className="stack" onSubmit={submit}>
        <p>{t('stepUp.words')}</p>
        <TextField label={t('signIn.code')} hint={t('signIn.codeHint')} value={code} onChange={setCode} autoComplete="one-time-code" autoCapitalize="characters" spellCheck={false} data-autofocus />
        {demo ? <DemoCode name={name} onUse={setCode} /> : null}
        <ErrorPanel error={error} />
        <Button kind="main" type="submit" block busy={busy} disabled={!isCode(plain)}>{t('signIn.confirm')}</Button>
      </form>
    </Sheet>
  )
}
