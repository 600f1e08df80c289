import { useId, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from './icon.tsx'

export interface FieldProps {
  label: string
  hint?: string | undefined
  /** What is wrong with the value, in words. */
  problem?: string | undefined
  /** Most fields may stay empty; `optional` says so where people would doubt it. */
  optional?: boolean | undefined
}

interface ForInput { id: string; 'aria-describedby': string | undefined; 'aria-invalid': true | undefined }

function Below({ id, hint, problem }: { id: string; hint: string | undefined; problem: string | undefined }) {
  if (!hint && !problem) return null
  return (
    <div id={id}>
      {hint ? <div className="hint">{hint}</div> : null}
      {problem ? <div className="problem" role="alert"><Icon name="warning" size={16} />{problem}</div> : null}
    </div>
  )
}

const Optional = ({ show }: { show: boolean | undefined }) => {
  const { t } = useTranslation('ui')
  return show ? <span className="optional">{t('field.optional')}</span> : null
}

/** One labelled input with its hint and its problem. */
export function Field({ label, hint, problem, optional, children }: FieldProps & { children: (input: ForInput) => ReactNode }) {
  const id = useId()
  const belowId = hint || problem ? `${id}-below` : undefined
  return (
    <div className="field">
      <label className="label" htmlFor={id}>{label}<Optional show={optional} /></label>
      {children({ id, 'aria-describedby': belowId, 'aria-invalid': problem ? true : undefined })}
      <Below id={`${id}-below`} hint={hint} problem={problem} />
    </div>
  )
}

/** Several inputs under one name. */
export function FieldSet({ label, hint, problem, optional, children }: FieldProps & { children: ReactNode }) {
  const id = useId()
  return (
    <fieldset className="field" aria-describedby={hint || problem ? `${id}-below` : undefined}>
      <legend>{label}<Optional show={optional} /></legend>
      {children}
      <Below id={`${id}-below`} hint={hint} problem={problem} />
    </fieldset>
  )
}
