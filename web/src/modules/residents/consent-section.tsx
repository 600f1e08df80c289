import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ResidentView } from '#api/residents.ts'
import { useChoices } from '#web/modules/standards/choices.ts'
import { dayText } from '#web/platform/dates.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { useSubmit } from '#web/platform/use-submit.ts'
import { newId } from '#web/platform/uuid.ts'
import { Button, Check, Choice, confirm, DateField, ErrorPanel, Row, Rows, Section, SelectField, Sheet, Tag, TextArea, TextField } from '#web/ui/index.ts'
import { CASEWORKERS } from '../../roles.ts'
import { useChange } from './use-resident.ts'

type Consent = ResidentView['consents'][number]

/** What the person agreed to, refused or took back. */
export function ConsentSection({ file }: { file: ResidentView }) {
  const { t } = useTranslation('residents')
  const { mayAct, today } = useSignedIn()
  const offered = useChoices()
  const change = useChange(file.id)
  const [open, setOpen] = useState(false)
  const may = mayAct(CASEWORKERS)
  const withdraw = async (consent: Consent) => {
    if (await confirm({ title: t('consent.withdrawTitle'), words: t('consent.withdrawWords'), action: t('consent.withdraw') })) await change('consents/withdraw', { consent: consent.id, version: consent.version })
  }
  const sub = (one: Consent) => [
    t(`consent.media.${one.medium}`), dayText(one.givenOn, today), one.expiresOn ? t('consent.until', { day: dayText(one.expiresOn, today) }) : '',
    one.guardianName ? t('consent.by', { name: one.guardianName }) : '', one.witness ? t('consent.before', { name: one.witness }) : '', one.reason ?? '',
  ].filter(Boolean).join(' · ')
  return (
    <Section title={t('consent.title')} flush action={may ? <Button kind="quiet" icon="plus" onClick={() => setOpen(true)}>{t('consent.add')}</Button> : null}>
      {file.consents.length === 0 ? <p className="row quiet">{t('consent.none')}</p> : null}
      <Rows label={t('consent.title')}>
        {file.consents.map((one) => (
          <Row key={one.id} title={<>{offered.code('consent-purpose', one.purpose)}<Tag tone={one.state === 'valid' ? 'accent' : undefined}>{t(`consent.state.${one.state}`)}</Tag></>} sub={sub(one)}
            end={may && one.state === 'valid' ? <Button kind="quiet" onClick={() => void withdraw(one)}>{t('consent.withdraw')}</Button> : null} />
        ))}
      </Rows>
      {open ? <ConsentSheet file={file} onClose={() => setOpen(false)} /> : null}
    </Section>
  )
}

const MEDIA = ['written', 'thumbprint', 'oral', 'refused'] as const

function useConsentForm(file: ResidentView, today: string) {
  const [values, setValues] = useState({
    id: newId(), purpose: 'file', medium: 'written' as typeof MEDIA[number], givenOn: today, expiresOn: '', witness: '', guardianName: '', guardianRelation: 'parent', lacksCapacity: false, reason: '',
  })
  const needsGuardian = (file.isChild || values.lacksCapacity) && values.medium !== 'refused'
  const body = {
    id: values.id, purpose: values.purpose, medium: values.medium, givenOn: values.givenOn, witness: values.witness.trim(), reason: values.reason.trim(), lacksCapacity: values.lacksCapacity,
    guardianName: needsGuardian ? values.guardianName.trim() : '', ...(needsGuardian && { guardianRelation: values.guardianRelation }), ...(values.expiresOn && { expiresOn: values.expiresOn }),
  }
  return { values, change: (fields: Partial<typeof values>) => setValues((before) => ({ ...before, ...fields })), needsGuardian, body }
}

function ConsentSheet({ file, onClose }: { file: ResidentView; onClose: () => void }) {
  const { t } = useTranslation(['residents', 'ui'])
  const { today } = useSignedIn()
  const offered = useChoices()
  const send = useChange(file.id)
  const { values, change, needsGuardian, body } = useConsentForm(file, today)
  const { busy, error, submit } = useSubmit(async () => { await send('consents', body); onClose() })
  return (
    <Sheet open title={t('consent.add')} onClose={onClose} actions={<Button kind="main" busy={busy} onClick={() => void submit()}>{t('ui:save')}</Button>}>
      <div className="stack">
        <SelectField label={t('consent.purpose')} value={values.purpose} onChange={(purpose) => change({ purpose })} options={offered.list('consent-purpose')} />
        <Choice label={t('consent.medium')} value={values.medium} onChange={(medium) => change({ medium })} options={MEDIA.map((value) => ({ value, label: t(`consent.media.${value}`) }))} />
        {values.medium === 'refused' ? <TextArea label={t('consent.reason')} value={values.reason} onChange={(reason) => change({ reason })} /> : null}
        {values.medium === 'oral' ? <TextField label={t('consent.witness')} maxLength={40} value={values.witness} onChange={(witness) => change({ witness })} /> : null}
        {file.isChild ? null : <Check label={t('consent.lacksCapacity')} checked={values.lacksCapacity} onChange={(lacksCapacity) => change({ lacksCapacity })} />}
        {needsGuardian ? (
          <>
            <TextField label={t('consent.guardian')} maxLength={40} value={values.guardianName} onChange={(guardianName) => change({ guardianName })} hint={file.isChild ? t('consent.childHint') : undefined} />
            <SelectField label={t('household.relation')} value={values.guardianRelation} onChange={(guardianRelation) => change({ guardianRelation })} options={offered.list('family-relation')} />
          </>
        ) : null}
        <DateField label={t('consent.givenOn')} value={values.givenOn} max={today} today={today} onChange={(givenOn) => change({ givenOn })} />
        <DateField label={t('consent.expiresOn')} optional value={values.expiresOn} min={values.givenOn} onChange={(expiresOn) => change({ expiresOn })} />
        <ErrorPanel error={error} />
      </div>
    </Sheet>
  )
}
