import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { FieldView } from '#api/services.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { Button, Choice, Choices, DateField, Field, NumberStepper, SelectField, TextArea, TextField } from '#web/ui/index.ts'
import { rowsOf } from './answers.ts'
import { fenOf, localOf, momentOf, yuanOf } from './amounts.ts'
import { useReachedColleagues } from '../use-colleagues.ts'
import { PhotosInput } from './photos-input.tsx'
import { RowsInput } from './rows-input.tsx'
import { ServiceNumber } from './service-number.tsx'
import { useText } from './use-text.ts'
import { ValueText } from './value-text.tsx'

/** What a form may need to know of where it is filled in. */
export interface Around {
  /** Who may be chosen where a person is asked for. */
  people: readonly { id: string; name: string }[]
  /** Whose key keeps the photos. */
  home: string | undefined
}
export interface FieldInputProps { field: FieldView; value: unknown; onChange: (value: unknown) => void; around: Around; inTable?: boolean }
interface PartProps extends FieldInputProps { label: string; hint: string | undefined }

/** More than these fit no thumb's reach: a list of the device instead. */
const IN_SIGHT = 8
const SIGNED = ['signed', 'thumbprint', 'oral', 'refused'] as const
const textIn = (value: unknown): string => (typeof value === 'string' ? value : '')
const numberIn = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined)

function Chosen({ field, value, onChange, label, hint, inTable }: PartProps) {
  const { t } = useTranslation('forms')
  const say = useText()
  const options = (field.options ?? []).map((option) => ({ value: option.key, label: say(option.title) }))
  if (field.type === 'choices') return <Choices label={label} hint={hint} options={options} value={Array.isArray(value) ? value.map(String) : []} onChange={onChange} />
  if (inTable || options.length > IN_SIGHT) return <SelectField label={label} hint={hint} none={t('none')} options={options} value={textIn(value)} onChange={(key) => onChange(key || undefined)} />
  return <Choice label={label} hint={hint} options={options} value={textIn(value) || undefined} onChange={onChange} />
}

function Amount({ field, value, onChange, label, hint, inTable }: PartProps) {
  const { t } = useTranslation('forms')
  const [min, max] = [field.min ?? 0, field.max ?? 9_999_999]
  if (field.type === 'money') return <TextField label={label} hint={hint} inputMode="decimal" autoComplete="off" unit={t('yuan')} value={typeof value === 'string' ? value : yuanOf(numberIn(value))} onChange={(text) => onChange(fenOf(text))} />
  if (min < 0) return <TextField label={label} hint={hint} type="number" min={min} max={max} step={1} value={numberIn(value)?.toString() ?? ''} onChange={(text) => onChange(text === '' ? undefined : Math.trunc(Number(text)))} />
  // A cell has no room for thumbs.
  if (inTable) return <TextField label={label} hint={hint} inputMode="numeric" autoComplete="off" value={numberIn(value)?.toString() ?? ''} onChange={(text) => { const digits = text.replace(/\D/g, ''); onChange(digits === '' ? undefined : Math.min(max, Number(digits))) }} />
  return <NumberStepper label={label} min={min} max={max} value={numberIn(value)} onChange={onChange} {...(hint !== undefined && { hint })} {...(field.type === 'minutes' && { unit: t('minutes'), step: 5 })} />
}

function When({ field, value, onChange, label, hint }: PartProps) {
  const { today } = useSignedIn()
  if (field.type === 'time') return <TextField label={label} hint={hint} type="time" value={textIn(value)} onChange={onChange} />
  if (field.type === 'moment') return <Moment label={label} hint={hint} value={textIn(value)} onChange={onChange} />
  return <DateField label={label} hint={hint} today={today} value={textIn(value)} onChange={onChange} />
}

/** A minute, in the device's own way; the one that is now takes a tap. */
function Moment({ label, hint, value, onChange }: Pick<PartProps, 'label' | 'hint' | 'onChange'> & { value: string }) {
  const { t } = useTranslation('forms')
  return (
    <Field label={label} hint={hint}>
      {(input) => (
        <div className="date-row">
          <input {...input} className="input" type="datetime-local" value={localOf(value)} onChange={(event) => onChange(momentOf(event.target.value))} />
          <Button kind="quiet" onClick={() => onChange(momentOf(localOf(new Date().toISOString())))}>{t('now')}</Button>
        </div>
      )}
    </Field>
  )
}

function Words({ field, value, onChange, label, hint, inTable }: PartProps) {
  return field.type === 'words' ? <TextArea label={label} hint={hint} rows={inTable ? 1 : 3} value={textIn(value)} onChange={onChange} /> : <TextField label={label} hint={hint} maxLength={field.max ?? 200} value={textIn(value)} onChange={onChange} />
}

const Person = ({ value, onChange, label, hint, around }: PartProps) => {
  const { t } = useTranslation('forms')
  return <SelectField label={label} hint={hint} none={t('none')} value={textIn(value)} onChange={(id) => onChange(id || undefined)} options={around.people.map(({ id, name }) => ({ value: id, label: name }))} />
}

function YesNo({ value, onChange, label, hint }: PartProps) {
  const { t } = useTranslation('forms')
  const options = [{ value: 'yes' as const, label: t('yes') }, { value: 'no' as const, label: t('no') }]
  return <Choice label={label} hint={hint} look="segmented" options={options} value={value === true ? 'yes' : value === false ? 'no' : undefined} onChange={(said) => onChange(said === 'yes')} />
}

/** Colleagues by name; whoever left since stays chosen. */
function Named({ value, onChange, label, hint }: PartProps) {
  const known = useReachedColleagues().data?.rows ?? []
  const chosen = Array.isArray(value) ? value.map(String) : []
  const gone = chosen.filter((id) => !known.some((one) => one.id === id))
  const options = [...known.map((one) => ({ value: one.id, label: [one.name, one.station].filter(Boolean).join(' · ') })), ...gone.map((id) => ({ value: id, label: '—' }))]
  return <Choices label={label} hint={hint} options={options} value={chosen} onChange={onChange} />
}

/** Signed, by thumb, said aloud, or refused: all are valid. */
function Signature({ value, onChange, label, hint }: PartProps) {
  const { t } = useTranslation('forms')
  const said = SIGNED.find((each) => each === value)
  return <Choice label={label} hint={hint} options={SIGNED.map((each) => ({ value: each, label: t(`signature.${each}`) }))} value={said} onChange={onChange} />
}

function WorkedOut({ field, value, label, hint, around }: PartProps) {
  return <div className="field" aria-live="polite"><span className="label">{label}</span><span className="worked"><ValueText field={field} value={value} people={around.people} /></span>{hint ? <span className="hint">{hint}</span> : null}</div>
}

const PARTS: Record<string, (props: PartProps) => ReactNode> = {
  text: Words, words: Words, number: Amount, minutes: Amount, money: Amount, choice: Chosen, choices: Chosen, 'yes-no': YesNo, day: When, time: When, moment: When, person: Person, signature: Signature, colleagues: Named, 'service-number': ServiceNumber,
  photos: ({ value, onChange, label, hint, around }) => <PhotosInput label={label} hint={hint} home={around.home} value={Array.isArray(value) ? value.map(String) : []} onChange={onChange} />,
  rows: ({ field, value, onChange, label, hint, around }) => <RowsInput label={label} hint={hint} columns={field.columns ?? []} rows={rowsOf(value)} most={field.max ?? 100} onChange={onChange} cell={(cell) => <FieldInput {...cell} around={around} />} />,
}

/** One question of a form, by its type. */
export function FieldInput(props: FieldInputProps) {
  const say = useText()
  const { field } = props
  const Part = field.computed !== undefined ? WorkedOut : PARTS[field.type] ?? WorkedOut
  return <Part {...props} label={say(field.title)} hint={field.hint ? say(field.hint) : undefined} />
}
