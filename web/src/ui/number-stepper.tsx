import { useTranslation } from 'react-i18next'
import { Field, type FieldProps } from './field.tsx'
import { IconButton } from './button.tsx'

export interface NumberStepperProps extends FieldProps {
  /** undefined: not said. Nothing is not zero. */
  value: number | undefined
  onChange: (value: number | undefined) => void
  min?: number
  max?: number
  step?: number
  unit?: string
}

/** A whole number, by thumb or by keyboard. */
export function NumberStepper({ value, onChange, min = 0, max = 99_999, step = 1, unit, ...field }: NumberStepperProps) {
  const { t } = useTranslation('ui')
  const within = (next: number) => Math.min(max, Math.max(min, next))
  return (
    <Field {...field}>
      {(input) => (
        <div className="with-unit">
          <span className="stepper">
            <IconButton icon="minus" label={t('number.less', { label: field.label })} disabled={value === undefined || value <= min} onClick={() => onChange(within((value ?? 0) - step))} />
            <input {...input} className="input number" inputMode="numeric" autoComplete="off" value={value ?? ''}
              onChange={(event) => {
                const digits = event.target.value.replace(/\D/g, '')
                onChange(digits === '' ? undefined : Math.min(max, Number(digits)))
              }}
              onBlur={() => { if (value !== undefined) onChange(within(value)) }} />
            <IconButton icon="plus" label={t('number.more', { label: field.label })} disabled={value !== undefined && value >= max} onClick={() => onChange(within((value ?? 0) + step))} />
          </span>
          {unit ? <span className="quiet">{unit}</span> : null}
        </div>
      )}
    </Field>
  )
}
