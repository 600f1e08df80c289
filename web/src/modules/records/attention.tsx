import { useTranslation } from 'react-i18next'
import { useChoices } from '#web/modules/standards/choices.ts'
import { addDays } from '#web/platform/dates.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { Button, Check, Choice, Field, Notice, TextArea, TextField } from '#web/ui/index.ts'
import { SuggestedItems } from '../needs/suggested-items.tsx'
import type { ContactPartProps } from './contact-details.tsx'
import { PhotosField } from './photos-field.tsx'

const RISKS = ['red', 'orange', 'yellow', 'blue'] as const

/** 有情况: one sentence is enough; a need, another risk, the next day and photos when there are any. */
export function Attention({ values, change }: ContactPartProps) {
  const { t } = useTranslation('records')
  const { today } = useSignedIn()
  const first = values.people[0]
  const setNeed = (hasNeed: boolean) => change({ hasNeed, needWords: hasNeed && !values.needWords ? values.words : values.needWords })
  return (
    <div className="stack">
      <TextArea label={t('attention.words')} hint={t('attention.wordsHint')} value={values.words} onChange={(words) => change({ words })} autoFocus data-autofocus="" enterKeyHint="enter" />
      <Check label={t('attention.need')} checked={values.hasNeed} onChange={setNeed} />
      {values.hasNeed ? (
        <div className="nested">
          <TextArea label={t('attention.needWords')} rows={2} value={values.needWords} onChange={(needWords) => change({ needWords })} />
          <SuggestedItems words={values.needWords || values.words} file={first?.file} value={values.needItem} onChange={(needItem) => change({ needItem })} />
        </div>
      ) : null}
      <PhotosField label={t('photo.label')} hint={t('photo.siteHint')} shows="site" file={first?.file} value={values.photos} onChange={(photos) => change({ photos })} />
      <NextDay today={today} value={values.nextOn} onChange={(nextOn) => change({ nextOn })} />
      {values.people.length === 1 ? <RiskChange values={values} change={change} /> : null}
    </div>
  )
}

/** When to look in again: the usual distances are one tap. */
function NextDay({ value, onChange, today }: { value: string; onChange: (day: string) => void; today: string }) {
  const { t } = useTranslation('records')
  const usual = [1, 3, 7]
  return (
    <Field label={t('attention.next')} optional>
      {(input) => (
        <div className="date-row">
          {usual.map((days) => {
            const day = addDays(today, days)
            return <Button key={days} aria-pressed={value === day} onClick={() => onChange(value === day ? '' : day)}>{t('attention.inDays', { count: days })}</Button>
          })}
          <input {...input} className="input" type="date" value={value} min={addDays(today, 1)} onChange={(event) => onChange(event.target.value)} />
        </div>
      )}
    </Field>
  )
}

function RiskChange({ values, change }: Pick<ContactPartProps, 'values' | 'change'>) {
  const { t } = useTranslation('records')
  const offered = useChoices()
  const now = values.people[0]?.risk
  if (!now) return null
  return (
    <>
      <Choice label={t('attention.risk', { now: offered.code('risk-level', now) })} value={values.risk || now} onChange={(risk) => change({ risk: risk === now ? '' : risk })}
        options={RISKS.map((value) => ({ value, label: offered.code('risk-level', value) }))} />
      {values.risk ? <TextField label={t('attention.riskWhy')} hint={t('attention.riskWhyHint')} value={values.riskWhy} onChange={(riskWhy) => change({ riskWhy })} /> : null}
      {values.risk === 'red' ? <Notice>{t('attention.redNotice')}</Notice> : null}
    </>
  )
}
