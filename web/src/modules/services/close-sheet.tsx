import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ServiceView } from '#api/services.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { useSubmit } from '#web/platform/use-submit.ts'
import { Button, DateField, ErrorPanel, GoTo, Notice, SelectField, Sheet, TextArea, toast } from '#web/ui/index.ts'
import { useText } from './form/use-text.ts'
import { useGapWords } from './gap-words.ts'
import { useSending } from './use-service.ts'

/** 结案: with its reason. What is still 待补 is said; only what the law locks stops it. */
export default function CloseSheet({ service, onClose }: { service: ServiceView; onClose: () => void }) {
  const { t } = useTranslation('services')
  const { today } = useSignedIn()
  const say = useText()
  const sendIt = useSending()
  const [reason, setReason] = useState('')
  const [on, setOn] = useState(today)
  const [words, setWords] = useState('')
  const { busy, error, submit } = useSubmit(async () => {
    await sendIt('POST', `/services/${service.id}/close`, { version: service.version, reason, on, words: words.trim() })
    toast(t('act.done.close'))
    onClose()
  })
  const gaps = [...service.stages.flatMap((stage) => (stage.state === 'ahead' ? [] : stage.gaps)), ...service.closeGaps]
  const locks = gaps.filter(({ lock }) => lock)
  const warnings = gaps.filter(({ lock }) => !lock)
  const gapWords = useGapWords(service)
  const said = (some: typeof gaps) => some.map(gapWords).join(t('gapsAnd'))
  return (
    <Sheet open wide title={t('act.close')} onClose={onClose} actions={<Button kind="danger" tall block busy={busy} disabled={reason === '' || locks.length > 0} onClick={() => void submit()}>{t('act.close')}</Button>}>
      <div className="stack">
        {locks.length > 0 ? <Notice alert>{t('act.locked', { what: said(locks) })}<span className="inline">{[...new Set(locks.flatMap(({ form }) => form ?? []))].map((form) => <ToForm key={form} service={service} form={form} />)}</span></Notice> : null}
        {warnings.length > 0 ? <Notice>{t('act.closeGaps', { what: said(warnings) })}</Notice> : null}
        <SelectField label={t('act.closeReason')} none={t('act.choose')} value={reason} onChange={setReason} options={service.closeReasons.map(({ key, title }) => ({ value: key, label: say(title) }))} />
        <DateField label={t('act.closedOn')} today={today} min={service.openedOn} max={today} value={on} onChange={setOn} />
        <TextArea label={t('act.closeWords')} optional rows={2} value={words} onChange={setWords} />
        <ErrorPanel error={error} />
      </div>
    </Sheet>
  )
}

/** To the form that opens a lock: blank, or the one that was filled in last. */
function ToForm({ service, form }: { service: ServiceView; form: string }) {
  const { t } = useTranslation('services')
  const say = useText()
  const found = service.stages.flatMap(({ forms }) => forms).find(({ key }) => key === form)
  if (found?.about !== 'service' || !service.mayFill) return null
  const filled = found.filled.at(-1)
  return <GoTo to={`/services/${service.id}/fill/${form}${filled ? `?filled=${filled.id}` : ''}`}>{t('people.fill', { form: say(found.title) })}</GoTo>
}
