import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ServiceView } from '#api/services.ts'
import { useSubmit } from '#web/platform/use-submit.ts'
import { Button, Choice, ErrorPanel, Sheet, TextField, toast } from '#web/ui/index.ts'
import { useSending } from './use-service.ts'

const SCALES = { levels: ['2', '1', '0'], gas: ['2', '1', '0', '-1', '-2'] } as const

/** How far a goal came: three levels, or −2…+2. */
export default function RateSheet({ goal, scale, onClose }: { goal: ServiceView['goals'][number]; scale: 'levels' | 'gas'; onClose: () => void }) {
  const { t } = useTranslation(['services', 'ui'])
  const sendIt = useSending()
  const [attained, setAttained] = useState(goal.attained?.toString())
  const [words, setWords] = useState(goal.attainedWords)
  const { busy, error, submit } = useSubmit(async () => {
    await sendIt('POST', `/service-goals/${goal.id}/rate`, { version: goal.version, attained: Number(attained), words: words.trim() })
    toast(t('goal.ratedNow'))
    onClose()
  })
  return (
    <Sheet open title={t('goal.rate')} onClose={onClose} actions={<Button kind="main" tall block busy={busy} disabled={attained === undefined} onClick={() => void submit()}>{t('ui:save')}</Button>}>
      <div className="stack">
        <p>{goal.words}</p>
        <Choice label={t('goal.attained')} value={attained} onChange={setAttained} options={SCALES[scale].map((value) => ({ value: value as string, label: t(`goal.${scale}.${value}`) }))} />
        <TextField label={t('goal.attainedWords')} optional maxLength={200} value={words} onChange={setWords} />
        <ErrorPanel error={error} />
      </div>
    </Sheet>
  )
}
