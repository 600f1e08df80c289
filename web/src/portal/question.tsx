import { useTranslation } from 'react-i18next'
import type { FieldView } from '#api/services.ts'
import type { Text } from '#api/standards.ts'
import { Choice, Choices, DateField, TextArea, TextField } from '#web/ui/index.ts'

export type Said = Readonly<Record<string, unknown>>
interface QuestionProps { field: FieldView; value: unknown; today: string; say: (text: Text) => string; onChange: (value: unknown) => void }

/** So few numbers are buttons under a thumb. */
const FEW = 10
const textIn = (value: unknown): string => (typeof value === 'string' ? value : '')

function Amount({ field, value, say, onChange }: QuestionProps) {
  const [min, max] = [field.min ?? 0, field.max ?? 999_999]
  const label = say(field.title)
  if (max - min >= FEW) return <TextField label={label} type="number" min={min} max={max} step={1} value={typeof value === 'number' ? String(value) : ''} onChange={(text) => onChange(text === '' ? undefined : Math.trunc(Number(text)))} />
  const options = Array.from({ length: max - min + 1 }, (_, n) => ({ value: String(min + n), label: String(min + n) }))
  return <Choice label={label} look="segmented" options={options} value={typeof value === 'number' ? String(value) : undefined} onChange={(number) => onChange(Number(number))} />
}

/** One question as the public is asked it: no session, no staff's words. */
export function Question(props: QuestionProps) {
  const { t } = useTranslation('portal')
  const { field, value, today, say, onChange } = props
  const label = say(field.title)
  const options = (field.options ?? []).map((option) => ({ value: option.key, label: say(option.title) }))
  switch (field.type) {
    case 'number': return <Amount {...props} />
    case 'choice': return <Choice label={label} options={options} value={textIn(value) || undefined} onChange={onChange} />
    case 'choices': return <Choices label={label} options={options} value={Array.isArray(value) ? value.map(String) : []} onChange={onChange} />
    case 'yes-no': return <Choice label={label} look="segmented" options={[{ value: 'yes' as const, label: t('door.yes') }, { value: 'no' as const, label: t('door.no') }]} value={value === true ? 'yes' : value === false ? 'no' : undefined} onChange={(said) => onChange(said === 'yes')} />
    case 'day': return <DateField label={label} today={today} value={textIn(value)} onChange={onChange} />
    case 'words': return <TextArea label={label} rows={4} maxLength={2000} value={textIn(value)} onChange={onChange} />
    default: return <TextField label={label} maxLength={field.max ?? 200} value={textIn(value)} onChange={onChange} />
  }
}
