import { useTranslation } from 'react-i18next'
import type { ResidentView } from '#api/residents.ts'
import { useChoices } from '#web/modules/standards/choices.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { newId } from '#web/platform/uuid.ts'
import { Choice, Choices, DateField, Section, TextArea, TextField } from '#web/ui/index.ts'
import { PlacePicker } from './place-picker.tsx'
import type { ResidentValues } from './resident-values.ts'
import { RISKS } from './risk-of.tsx'

interface Props {
  values: ResidentValues
  change: (fields: Partial<ResidentValues>) => void
  /** The file being changed; none for a new one. */
  file?: ResidentView
}

/** Name and village; the rest may follow. */
export function ResidentFields({ values, change, file }: Props) {
  const { t } = useTranslation('residents')
  const { today } = useSignedIn()
  const kept = file ? t('form.kept') : undefined
  return (
    <>
      <Section>
        <TextField label={t('field.name')} maxLength={40} autoComplete="off" value={values.name} onChange={(name) => change({ name })} />
        {file ? null : <PlacePicker label={t('field.place')} value={values.place} onChange={(place) => change({ place })} />}
        <TextField label={t('field.identity')} optional hint={kept ?? t('form.identityHint')} autoComplete="off" maxLength={40} placeholder={file?.identityMask ?? ''} value={values.identity} onChange={(identity) => change({ identity })} />
        <DateField label={t('field.birthOn')} optional value={values.birthOn} max={today} onChange={(birthOn) => change({ birthOn })} />
        <Choice label={t('field.sex')} optional look="segmented" value={values.sex} onChange={(sex) => change({ sex })} options={['1', '2', '0'].map((value) => ({ value, label: t(`sex.${value}`) }))} />
      </Section>
      <Section>
        <TextField label={t('field.phone')} optional hint={kept} inputMode="tel" autoComplete="off" maxLength={30} placeholder={file?.phoneMask ?? ''} value={values.phone} onChange={(phone) => change({ phone })} />
        <TextField label={t('field.address')} optional hint={file?.hasAddress ? kept : undefined} autoComplete="off" maxLength={200} value={values.address} onChange={(address) => change({ address })} />
      </Section>
      <Section>
        {file ? null : <NewOnly values={values} change={change} />}
        <TextField label={t('field.whyServed')} optional maxLength={500} value={values.whyServed} onChange={(whyServed) => change({ whyServed })} />
        <TextArea label={t('field.note')} optional value={values.note} onChange={(note) => change({ note })} />
      </Section>
    </>
  )
}

/** Groups and risk begin with the file; later they change with a day and a reason of their own. */
function NewOnly({ values, change }: Props) {
  const { t } = useTranslation('residents')
  const offered = useChoices()
  const tags = (offered.choices?.tags ?? []).map((tag) => ({ value: tag.key, label: offered.tag(tag.key) }))
  return (
    <>
      <Choice label={t('filter.risk')} value={values.risk} onChange={(risk) => change({ risk })} options={RISKS.map((value) => ({ value, label: t(`risk.${value}`) }))} />
      <Choices label={t('tag.title')} optional value={values.tags} options={tags}
        onChange={(chosen) => change({ tags: chosen, tagIds: Object.fromEntries(chosen.map((tag) => [tag, values.tagIds[tag] ?? newId()])) })} />
    </>
  )
}
