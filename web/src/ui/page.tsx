import { useRouter } from '@tanstack/react-router'
import { useEffect, useRef, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { IconButton } from './button.tsx'
import { classes } from './classes.ts'

export interface PageProps {
  title: string
  sub?: ReactNode
  /** Back to where one came from; for pages one level down. */
  back?: boolean
  actions?: ReactNode
  /** A form: one column, not wider than a line of text is readable. */
  narrow?: boolean
  children: ReactNode
}

/** A page with its heading. The heading takes the focus, so that a screen reader says where one is. Names of people never reach the window's title. */
export function Page({ title, sub, back, actions, narrow, children }: PageProps) {
  const { t } = useTranslation('ui')
  const router = useRouter()
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => { if (!document.activeElement || document.activeElement === document.body) heading.current?.focus({ preventScroll: true }) }, [])
  return (
    <div className={classes('page', narrow && 'narrow')}>
      <header className="page-header">
        <div className="titles">
          {back ? <IconButton icon="back" label={t('back')} onClick={() => (window.history.length > 1 ? router.history.back() : void router.navigate({ to: '/' }))} /> : null}
          <div>
            <h1 ref={heading} tabIndex={-1}>{title}</h1>
            {sub ? <div className="sub">{sub}</div> : null}
          </div>
        </div>
        {actions ? <div className="actions inline">{actions}</div> : null}
      </header>
      {children}
    </div>
  )
}

export interface SectionProps {
  title?: string
  count?: number | string | undefined
  action?: ReactNode
  /** Rows or a table reach the edges. */
  flush?: boolean
  children: ReactNode
}

/** A part of a page under its own heading. */
export function Section({ title, count, action, flush, children }: SectionProps) {
  return (
    <section className={classes('section', flush && 'flush')}>
      {title ? <div className="section-head"><h2>{title}{count === undefined ? null : <span className="count number">{count}</span>}</h2>{action}</div> : null}
      {children}
    </section>
  )
}

/** The save button of a form, under the thumb. */
export const SaveBar = ({ children }: { children: ReactNode }) => <div className="save-bar">{children}</div>
