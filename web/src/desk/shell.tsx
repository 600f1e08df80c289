import { Outlet } from '@tanstack/react-router'
import { Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { useSignedIn } from '#web/platform/session.tsx'
import { useIsDesk } from '#web/platform/use-media.ts'
import { BottomBar } from '../field/bottom-bar.tsx'
import { usePreload } from '../field/preload.ts'
import { PageWaits } from '../page-states.tsx'
import { DemoRibbon } from '../session/demo-ribbon.tsx'
import { Sidebar } from './sidebar.tsx'
import { TopBar } from './top-bar.tsx'

/**
 * The frame around every page: a sidebar from 960 px, a bottom bar below. The page itself keeps its place in the tree,
 * so turning a tablet throws away nothing that was typed.
 */
export function Shell() {
  const { t } = useTranslation()
  const { view, role } = useSignedIn()
  const isDesk = useIsDesk()
  usePreload(role)
  return (
    <div className={isDesk ? 'shell desk' : 'shell phone'}>
      {/* biome-ignore lint/a11y/useValidAnchor: a link for keyboards; the router must not take the address */}
      <a href="#main" className="skip-link" onClick={(event) => { event.preventDefault(); document.getElementById('main')?.focus() }}>{t('skip')}</a>
      {view.demo ? <DemoRibbon /> : <div />}
      {isDesk ? <Sidebar /> : null}
      <TopBar isDesk={isDesk} />
      <main id="main" key="main" className="shell-main" tabIndex={-1}>
        {/* A post's pages begin anew when the post changes: nothing of the old reach stays on the screen. */}
        <Suspense key={view.post} fallback={<PageWaits />}><Outlet /></Suspense>
      </main>
      {isDesk ? null : <BottomBar />}
    </div>
  )
}
