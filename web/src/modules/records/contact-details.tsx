import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useChoices } from '#web/modules/standards/choices.ts'
import { dayText } from '#web/platform/dates.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { Button, Choice, NumberStepper, SelectField, TextField } from '#web/ui/index.ts'
import type { ContactKind, ContactValues } from './contact-values.ts'
import { DayField } from './day-field.tsx'

export interface ContactPartProps { kind: ContactKind; values: ContactValues; change: (fields: Partial<ContactValues>) => void }

/** Day, time, mode and minutes are known already: one line says them, one tap changes them. */
export function ContactDetails({ kind, values, change }: ContactPartProps) {
  const { t } = useTranslation('records')
  const { today, account } = useSignedIn()
  const offered = useChoices()
  const [open, setOpen] = useState(false)
  const line = [dayText(values.occurredOn, today), values.startedAt, offered.code('visit-mode', values.mode), t('minutes', { count: values.minutes }), account.name]
  if (!open) return <div className="known-line"><span className="grow">{line.filter(Boolean).join(' · ')}</span><Button kind="quiet" icon="edit" onClick={() => setOpen(true)}>{t('known.change')}</Button></div>
  return (
    <div className="stack known-open">
      <DayField label={t('day')} value={values.occurredOn} today={today} onChange={(occurredOn) => change({ occurredOn })} />
      <Choice label={t('mode')} value={values.mode} onChange={(mode) => change({ mode })} options={offered.list('visit-mode')} />
      <div className="columns">
        <TextField label={t('startedAt')} type="time" value={values.startedAt} onChange={(startedAt) => change({ startedAt })} />
        <NumberStepper label={t('length')} unit={t('minuteUnit')} step={5} min={1} max={1440} value={values.minutes} onChange={(minutes) => change({ minutes: minutes ?? 1 })} />
      </div>
      <TextField label={t('withWhom')} hint={t('withWhomHint')} optional value={values.withWhom} onChange={(withWhom) => change({ withWhom })} />
      {kind === 'visit' ? <Signature values={values} change={change} /> : null}
    </div>
  )
}

const SIGNATURES = ['signed', 'thumbprint', 'none'] as const

function Signature({ values, change }: Omit<ContactPartProps, 'kind'>) {
  const { t } = useTranslation('records')
  const offered = useChoices()
  return (
    <>
      <Choice label={t('signature.label')} look="segmented" value={values.signature} onChange={(signature) => change({ signature })}
        options={SIGNATURES.map((value) => ({ value, label: t(`signature.${value}`) }))} />
      {values.signature === 'none' ? (
        <SelectField label={t('signature.why')} none={t('signature.noWhy')} value={values.unsignedWhy} onChange={(unsignedWhy) => change({ unsignedWhy })}
          options={offered.list('unsigned-reason').map(({ label }) => ({ value: label, label }))} />
      ) : null}
    </>
  )
}
