import { useEffect } from 'react'
import type { Role } from '#api/roles.ts'
import { quickFor } from '../desk/nav.ts'
import { PAGES } from '../pages.ts'
import { i18n } from '../platform/i18n.ts'
import { BLOCKS } from '../today/blocks.ts'

/** The texts of what is recorded on the way. */
const AREAS = ['today', 'records', 'duties', 'needs']
/** After the page itself: it must not wait for this. */
const AFTER_MS = 2_000

/**
 * Fetches the forms and today's list while there is network: a village without it must still be able to write, save and go back.
 * What fails now is fetched when it is opened.
 */
export function usePreload(role: Role | null): void {
  useEffect(() => {
    const timer = setTimeout(() => {
      void i18n.loadNamespaces(AREAS)
      const forms = quickFor(role).map(({ page }) => PAGES[page]?.load)
      const blocks = BLOCKS.filter((block) => role !== null && block.roles.includes(role)).map((block) => block.load)
      const acts = forms.length > 0 ? [() => import('#web/modules/duties/due-act.tsx')] : []
      for (const load of [PAGES['/']?.load, PAGES['/unsent']?.load, ...forms, ...blocks, ...acts]) load?.().catch(() => undefined)
    }, AFTER_MS)
    return () => clearTimeout(timer)
  }, [role])
}
