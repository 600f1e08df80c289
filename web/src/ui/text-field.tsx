import { useLayoutEffect, useRef, type ComponentProps } from 'react'
import { Field, type FieldProps } from './field.tsx'

type Native<T extends 'input' | 'textarea' | 'select'> = Omit<ComponentProps<T>, 'value' | 'onChange' | 'className' | 'id'>

export interface TextFieldProps extends FieldProps, Native<'input'> {
  value: string
  onChange: (value: string) => void
  unit?: string | undefined
  /** Shows dots, but is no password: no browser offers to remember it. */
  masked?: boolean
}

/** One line of text. */
export function TextField({ label, hint, problem, optional, value, onChange, unit, masked, type = 'text', ...rest }: TextFieldProps) {
  return (
    <Field {...{ label, hint, problem, optional }}>
      {(input) => {
        const box = <input {...rest} {...input} type={type} className={masked ? 'input masked' : 'input'} value={value} onChange={(event) => onChange(event.target.value)} />
        return unit ? <div className="with-unit">{box}<span className="quiet nowrap">{unit}</span></div> : box
      }}
    </Field>
  )
}

export interface TextAreaProps extends FieldProps, Native<'textarea'> {
  value: string
  onChange: (value: string) => void
}

/**
 * Words, typed or spoken. It grows with them, and it is never cut: a dictation that runs past a `maxLength` would lose its end
 * without anyone noticing, so length is the server's to refuse.
 */
export function TextArea({ label, hint, problem, optional, value, onChange, rows = 3, ...rest }: TextAreaProps) {
  const box = useRef<HTMLTextAreaElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: as the words grow, so does the box
  useLayoutEffect(() => {
    const area = box.current
    if (!area) return
    area.style.height = 'auto'
    area.style.height = `${Math.min(area.scrollHeight + 2, window.innerHeight * 0.6)}px`
  }, [value])
  return (
    <Field {...{ label, hint, problem, optional }}>
      {(input) => <textarea {...rest} {...input} ref={box} rows={rows} className="input" value={value} onChange={(event) => onChange(event.target.value)} />}
    </Field>
  )
}

export interface SelectFieldProps extends FieldProps, Native<'select'> {
  value: string
  onChange: (value: string) => void
  /** Options of a group stand together under its words, in the order groups first come. */
  options: readonly { value: string; label: string; group?: string }[]
  /** The line for "nothing chosen". */
  none?: string | undefined
}

/** A short fixed list as the device shows it. Long or searched lists: `Picker`. */
export function SelectField({ label, hint, problem, optional, value, onChange, options, none, ...rest }: SelectFieldProps) {
  return (
    <Field {...{ label, hint, problem, optional }}>
      {(input) => (
        <select {...rest} {...input} className="input" value={value} onChange={(event) => onChange(event.target.value)}>
          {none === undefined ? null : <option value="">{none}</option>}
          {[...new Set(options.map(({ group }) => group ?? ''))].map((group) => {
            const lines = options.filter((option) => (option.group ?? '') === group).map((option) => <option key={option.value} value={option.value}>{option.label}</option>)
            return group === '' ? lines : <optgroup key={group} label={group}>{lines}</optgroup>
          })}
        </select>
      )}
    </Field>
  )
}

/** One yes or no. */
export function Check({ label, checked, onChange, disabled }: { label: string; checked: boolean; onChange: (checked: boolean) => void; disabled?: boolean }) {
  return <label className="check"><input type="checkbox" checked={checked} disabled={disabled} onChange={(event) => onChange(event.target.checked)} /><span>{label}</span></label>
}
