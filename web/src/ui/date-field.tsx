import { useTranslation } from 'react-i18next'
import { addDays, type Day } from '#web/platform/dates.ts'
import { Button } from './button.tsx'
import { Field, type FieldProps } from './field.tsx'

export interface DateFieldProps extends FieldProps {
  value: Day
  onChange: (value: Day) => void
  /** The service's today; with it the two usual days are one tap away. */
  today?: Day | undefined
  min?: Day | undefined
  max?: Day | undefined
}

/** A day, by the device's own calendar. */
export function DateField({ value, onChange, today, min, max, ...field }: DateFieldProps) {
  const { t } = useTranslation('ui')
  const shortcuts = today ? [{ day: today, text: t('date.today') }, { day: addDays(today, -1), text: t('date.yesterday') }] : []
  const isAllowed = (day: Day) => (!min || day >= min) && (!max || day <= max)
  return (
    <Field {...field}>
      {(input) => (
        <div className="date-row">
          <input {...input} className="input" type="date" value={value} min={min} max={max} onChange={(event) => onChange(event.target.value)} />
          {shortcuts.filter(({ day }) => isAllowed(day)).map(({ day, text }) => (
            <Button key={day} kind={value === day ? 'plain' : 'quiet'} aria-pressed={value === day} onClick={() => onChange(day)}>{text}</Button>
          ))}
        </div>
      )}
    </Field>
  )
}
