import { useEffect } from 'react'
import type { Role } from '#api/roles.ts'
import { askMine } from '#web/modules/duties/today-api.ts'
import { quickFor } from '../desk/nav.ts'
import { PAGES } from '../pages.ts'
import { i18n } from '../platform/i18n.ts'
import { mayOpenWithoutNetwork } from '../platform/open-without-network.ts'
import { BLOCKS } from '../today/blocks.ts'

/** The texts of what is recorded on the way. */
const AREAS = ['today', 'records', 'duties', 'needs']
const loadLockScreen = () => import('../session/lock-screen.tsx')
/** After the page itself: it must not wait for this. */
const AFTER_MS = 2_000

/**
 * Fetches the forms and today's list while there is network: a village without it must still be able to write, save and go back.
 * What fails now is fetched when it is opened.
 */
export function usePreload(role: Role | null): void {
  useEffect(() => {
    const timer = setTimeout(() => {
      const forms = quickFor(role).map(({ page }) => PAGES[page]?.load)
      const blocks = BLOCKS.filter((block) => role !== null && block.roles.includes(role)).map((block) => block.load)
      const acts = forms.length > 0 ? [() => import('#web/modules/duties/due-act.tsx')] : []
      // A head who is shown the station's list finds his own people too when the network is gone.
      if (role === 'station_head') void askMine({}).catch(() => undefined)
      const loads = [PAGES['/']?.load, PAGES['/unsent']?.load, loadLockScreen, ...forms, ...blocks, ...acts]
      void Promise.all([i18n.loadNamespaces(AREAS), ...loads.map((load) => load?.())]).then(mayOpenWithoutNetwork, () => undefined)
    }, AFTER_MS)
    return () => clearTimeout(timer)
  }, [role])
}
