import { useId } from 'react'
import { classes } from './classes.ts'
import { FieldSet, type FieldProps } from './field.tsx'

export interface Option<V extends string> { value: V; label: string; disabled?: boolean }

interface Shared<V extends string> extends FieldProps {
  options: readonly Option<V>[]
  /** segmented: two to four short words in one strip. chips: more, or longer ones. */
  look?: 'segmented' | 'chips'
}
export interface ChoiceProps<V extends string> extends Shared<V> { value: V | undefined; onChange: (value: V) => void }

/** One of a few, all in sight. */
export function Choice<V extends string>({ options, value, onChange, look = 'chips', ...field }: ChoiceProps<V>) {
  const name = useId()
  return (
    <FieldSet {...field}>
      <div className={classes('choices', look === 'segmented' && 'segmented')}>
        {options.map((option) => (
          <label key={option.value}>
            <input type="radio" name={name} value={option.value} checked={value === option.value} disabled={option.disabled} onChange={() => onChange(option.value)} />
            <span>{option.label}</span>
          </label>
        ))}
      </div>
    </FieldSet>
  )
}

export interface ChoicesProps<V extends string> extends Shared<V> { value: readonly V[]; onChange: (value: V[]) => void }

/** Any of a few, all in sight. */
export function Choices<V extends string>({ options, value, onChange, look = 'chips', ...field }: ChoicesProps<V>) {
  const toggle = (one: V, on: boolean) => onChange(options.map((option) => option.value).filter((each) => (each === one ? on : value.includes(each))))
  return (
    <FieldSet {...field}>
      <div className={classes('choices', look === 'segmented' && 'segmented')}>
        {options.map((option) => (
          <label key={option.value}>
            <input type="checkbox" checked={value.includes(option.value)} disabled={option.disabled} onChange={(event) => toggle(option.value, event.target.checked)} />
            <span>{option.label}</span>
          </label>
        ))}
      </div>
    </FieldSet>
  )
}
