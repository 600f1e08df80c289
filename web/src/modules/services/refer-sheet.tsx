import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { ResidentView } from '#api/residents.ts'
import type { ServiceView } from '#api/services.ts'
import { searchDirectory } from '#web/modules/stations/station-picker.ts'
import { useChoices } from '#web/modules/standards/choices.ts'
import { api } from '#web/platform/api.ts'
import { useDraft } from '#web/platform/drafts.ts'
import { useSubmit } from '#web/platform/use-submit.ts'
import { newId } from '#web/platform/uuid.ts'
import { Button, Check, DraftNote, ErrorPanel, Notice, Picker, SelectField, Sheet, TextArea, TextField, toast, type Pick } from '#web/ui/index.ts'
import { useSending } from './use-service.ts'

/** 转介: no more than the other station needs, on the separate consent of the person or on the law. */
export default function ReferSheet({ service, onClose }: { service: ServiceView; onClose: () => void }) {
  const { t } = useTranslation('services')
  const offered = useChoices()
  const sendIt = useSending()
  const stations = useMemo(() => searchDirectory(service.station), [service.station])
  const file = useQuery({ queryKey: ['resident', service.client], enabled: service.client !== null, queryFn: ({ signal }) => api.get<ResidentView>(`/residents/${service.client}`, { signal }), gcTime: 0 })
  const consents = (file.data?.consents ?? []).filter(({ state, purpose }) => state === 'valid' && purpose === 'referral').map(({ id, purpose }) => ({ value: id, label: offered.code('consent-purpose', purpose) }))
  const draft = useDraft(`refer.${service.id}`, { id: newId(), to: undefined as Pick | undefined, reason: '', summary: '', urgent: false, consent: '', basis: '' })
  const { values, change } = draft
  const bases = offered.list('referral-basis')
  const { busy, error, submit } = useSubmit(async () => {
    const { id, to, reason, summary, urgent, consent, basis } = values
    await sendIt('POST', `/services/${service.id}/refer`, { id, toStation: to?.value, reason: reason.trim(), summary: summary.trim(), urgent, basis, ...(consent && { consent }) })
    draft.clear()
    toast(t('referral.sent'))
    onClose()
  })
  const may = values.to !== undefined && values.reason.trim().length > 1 && values.summary.trim().length > 1
  return (
    <Sheet open wide title={t('referral.ask')} onClose={onClose} actions={<Button kind="main" tall block busy={busy} disabled={!may} onClick={() => void submit()}>{t('referral.send')}</Button>}>
      <div className="stack">
        <DraftNote draft={draft} />
        <Picker label={t('referral.to')} value={values.to} onChange={(to) => change({ to })} search={stations} />
        <TextField label={t('referral.reason')} maxLength={500} value={values.reason} onChange={(reason) => change({ reason })} />
        <TextArea label={t('referral.summary')} hint={t('referral.summaryHint')} value={values.summary} onChange={(summary) => change({ summary })} />
        {service.client ? <SelectField label={t('referral.consent')} none={t('referral.noConsent')} options={consents} value={values.consent} onChange={(consent) => change({ consent })} /> : null}
        {values.consent === '' && bases.length > 0 ? <SelectField label={t('referral.basis')} none={t('referral.noBasis')} options={bases} value={values.basis} onChange={(basis) => change({ basis })} /> : null}
        {values.consent === '' ? <Notice>{t('referral.consentWords')}</Notice> : null}
        <Check label={t('referral.isUrgent')} checked={values.urgent} onChange={(urgent) => change({ urgent })} />
        <ErrorPanel error={error} />
      </div>
    </Sheet>
  )
}
