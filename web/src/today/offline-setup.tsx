import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useOfflineUse } from '#web/platform/device-key.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { useSubmit } from '#web/platform/use-submit.ts'
import { Button, ErrorPanel, Notice, Sheet, TextField, toast } from '#web/ui/index.ts'

/** On a trusted device the PIN, given once, makes it open without network. Nothing when it already does, or never will. */
export function OfflineSetup() {
  const { t } = useTranslation()
  const { account } = useSignedIn()
  const [open, setOpen] = useState(false)
  if (useOfflineUse() !== 'needs-pin' || !account.hasPin) return null
  return (
    <>
      <Notice><div className="inline"><span className="grow">{t('offline.words')}</span><Button onClick={() => setOpen(true)}>{t('offline.go')}</Button></div></Notice>
      {open ? <PinSheet onClose={() => setOpen(false)} /> : null}
    </>
  )
}

function PinSheet({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const { unlock } = useSignedIn()
  const [pin, setPin] = useState('')
  const { busy, error, submit } = useSubmit(async () => {
    // The server judges it, and counts the wrong ones.
    await unlock(pin)
    toast(t('offline.done'))
    onClose()
  })
  return (
    <Sheet open title={t('offline.title')} onClose={onClose}>
      <form className="stack pin" onSubmit={submit}>
        <TextField label={t('lock.pin')} value={pin} onChange={(value) => setPin(value.replace(/\D/g, '').slice(0, 8))} masked inputMode="numeric" autoComplete="off" data-autofocus />
        <ErrorPanel error={error} />
        <Button kind="main" type="submit" block tall busy={busy} disabled={pin.length < 4}>{t('offline.go')}</Button>
      </form>
    </Sheet>
  )
}
