import { useTranslation } from 'react-i18next'
import type { FieldView, FormView } from '#api/services.ts'
import { classes, Tag } from '#web/ui/index.ts'
import { isEmpty, missingIn, type Answers } from './answers.ts'
import { FieldInput, type Around } from './field-input.tsx'
import type { Worked } from './rules.ts'
import { useText } from './use-text.ts'
import './form.css'

export interface FormFieldsProps { form: FormView; answers: Answers; worked: Worked; onChange: (answers: Answers) => void; around: Around }

const isWide = (field: FieldView): boolean => ['words', 'rows', 'photos', 'choices', 'colleagues', 'signature'].includes(field.type) || (field.type === 'choice' && (field.options?.length ?? 0) > 3)

/** The questions of a form that are in sight, and what they amount to. Nothing here stops anybody: what is missing is marked. */
export function FormFields({ form, answers, worked, onChange, around }: FormFieldsProps) {
  const { shown, values } = worked
  const missing = new Set(missingIn(form.fields, values, shown).map(({ key }) => key))
  return (
    <div className="form-grid">
      {form.fields.filter(({ key }) => shown.has(key)).map((field) => (
        <div key={field.key} id={`asked-${field.key}`} className={classes('asked', isWide(field) && 'wide')}>
          <FieldInput field={field} value={field.computed === undefined ? answers[field.key] : values[field.key]} onChange={(value) => onChange({ [field.key]: value })} around={around} />
          {missing.has(field.key) ? <Missing /> : null}
        </div>
      ))}
      {form.score === null ? null : <Amounts form={form} worked={worked} />}
    </div>
  )
}

const Missing = () => {
  const { t } = useTranslation('forms')
  return <span className="asked-missing"><Tag>{t('missing')}</Tag></span>
}

function Amounts({ form, worked: { score, level } }: { form: FormView; worked: Worked }) {
  const { t } = useTranslation('forms')
  const say = useText()
  const unanswered = form.fields.filter((field) => field.options?.some(({ points }) => points !== undefined)).length > 0 && score === null
  return (
    <div className="asked wide score" role="status">
      <span className="quiet">{t('score')}</span> <strong className="number">{isEmpty(score) ? '—' : score}</strong>
      {level ? <Tag tone={level.alarm ? 'strong' : 'accent'}>{say(level.title)}</Tag> : null}
      {unanswered ? <span className="quiet small">{t('scoreLater')}</span> : null}
    </div>
  )
}

/** What is still 待补, each a way to its question. */
export function MissingLine({ form, worked }: { form: FormView; worked: Worked }) {
  const { t } = useTranslation('forms')
  const say = useText()
  const missing = missingIn(form.fields, worked.values, worked.shown)
  if (missing.length === 0) return null
  const show = (key: string) => document.getElementById(`asked-${key}`)?.querySelector<HTMLElement>('input, textarea, select, button')?.focus()
  return (
    <p className="form-missing small" role="status"><strong>{t('missing')}</strong> {missing.map((field) => (
      <button key={field.key} type="button" className="link-words" onClick={() => show(field.key)}>{say(field.title)}</button>
    ))}<span className="quiet">{t('missingHint')}</span></p>
  )
}
