import { GoTo } from './link.tsx'
import type { ComponentProps, ReactNode } from 'react'
import { classes } from './classes.ts'
import { Icon, type IconName } from './icon.tsx'

interface Look {
  /** main: the one thing this page is for. danger: cannot be undone. quiet: beside other words. */
  kind?: 'main' | 'plain' | 'quiet' | 'danger' | undefined
  icon?: IconName | undefined
  block?: boolean | undefined
  tall?: boolean | undefined
}
const lookOf = ({ kind = 'plain', block, tall }: Look) => classes('button', kind !== 'plain' && kind, block && 'block', tall && 'tall')

export interface ButtonProps extends Look, Omit<ComponentProps<'button'>, 'className'> {
  /** Work is under way: the button waits, and says so. */
  busy?: boolean | undefined
}

/** A button. `type` is button unless said otherwise, so that none submits by accident. */
export function Button({ kind, icon, block, tall, busy, disabled, children, type = 'button', ...rest }: ButtonProps) {
  return (
    <button {...rest} type={type} className={lookOf({ kind, block, tall })} disabled={disabled || busy} aria-busy={busy || undefined}>
      {busy ? <span className="spinner" aria-hidden="true" /> : icon ? <Icon name={icon} size={18} /> : null}
      {children}
    </button>
  )
}

/** A button that is only a picture; `label` is its name for everybody who does not see it. */
export function IconButton({ icon, label, ...rest }: { icon: IconName; label: string } & Omit<ComponentProps<'button'>, 'className' | 'children'>) {
  return <button type="button" {...rest} className="button quiet icon-only" aria-label={label} title={label}><Icon name={icon} /></button>
}

/** Looks like a button, goes to a page. */
export function LinkButton({ to, kind, icon, block, tall, children }: Look & { to: string; children: ReactNode }) {
  return <GoTo to={to} className={lookOf({ kind, block, tall })}>{icon ? <Icon name={icon} size={18} /> : null}{children}</GoTo>
}
