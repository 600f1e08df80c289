import type { ComponentType } from 'react'
import type { Role } from '#api/roles.ts'
import { EVERYONE } from './roles.ts'

export interface PageLine {
  /** Whose posts may open it. */
  roles: readonly Role[]
  /** The page's module; its default export is the page. */
  load: () => Promise<{ default: ComponentType }>
}

/**
 * Every page behind the sign-in: one line each, fetched when it is opened.
 * The navigation and the quick-record buttons show a line as soon as its page stands here.
 */
export const PAGES: Record<string, PageLine> = {
  '/': { roles: EVERYONE, load: () => import('./today/today-page.tsx') },
  '/unsent': { roles: EVERYONE, load: () => import('./field/unsent-page.tsx') },
  '/me': { roles: EVERYONE, load: () => import('./modules/accounts/me-page.tsx') },
}
