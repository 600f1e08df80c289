import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ServiceView } from '#api/services.ts'
import { useSubmit } from '#web/platform/use-submit.ts'
import { Button, Choice, ErrorPanel, Sheet, TextField, toast } from '#web/ui/index.ts'
import { useText } from './form/use-text.ts'
import { useSending } from './use-service.ts'

/** Back to an earlier stage, or open again: each with the reason. */
export default function BackSheet({ service, act, onClose }: { service: ServiceView; act: 'back' | 'reopen'; onClose: () => void }) {
  const { t } = useTranslation('services')
  const say = useText()
  const sendIt = useSending()
  const earlier = service.stages.filter(({ state }) => state === 'done').map(({ key, title }) => ({ value: key, label: say(title) }))
  const [to, setTo] = useState(earlier.at(-1)?.value ?? '')
  const [why, setWhy] = useState('')
  const { busy, error, submit } = useSubmit(async () => {
    if (act === 'back') await sendIt('POST', `/services/${service.id}/move`, { version: service.version, to, why: why.trim() })
    else await sendIt('POST', `/services/${service.id}/reopen`, { version: service.version, why: why.trim() })
    toast(t(`act.done.${act}`))
    onClose()
  })
  return (
    <Sheet open title={t(`act.${act}`)} onClose={onClose} actions={<Button kind="main" tall block busy={busy} disabled={why.trim().length < 2} onClick={() => void submit()}>{t(`act.${act}`)}</Button>}>
      <div className="stack">
        {act === 'back' ? <Choice label={t('act.backTo')} value={to} onChange={setTo} options={earlier} /> : null}
        <TextField label={t('why')} maxLength={200} value={why} onChange={setWhy} />
        <ErrorPanel error={error} />
      </div>
    </Sheet>
  )
}
