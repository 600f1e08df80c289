import { Link } from '@tanstack/react-router'
import type { ComponentProps, ReactNode } from 'react'

/** A link inside the service; `to` may carry `?key=value`. Filters only: nothing personal belongs into an address. */
export function GoTo({ to, className, children, ...rest }: { to: string; className?: string; children: ReactNode } & Pick<ComponentProps<'a'>, 'onClick' | 'aria-label' | 'aria-current'>) {
  const [path = '/', query] = to.split('?')
  return <Link {...rest} to={path} search={query ? Object.fromEntries(new URLSearchParams(query)) : {}} className={className}>{children}</Link>
}
