import { useTranslation } from 'react-i18next'
import { lazy, Suspense } from 'react'
import { useSession } from '#web/platform/session.tsx'
import { ErrorPanel, Skeleton } from '#web/ui/index.ts'
import { Shell } from '../desk/shell.tsx'
import { Front } from './front.tsx'

const SignIn = lazy(() => import('./sign-in.tsx'))
const SecondFactor = lazy(() => import('./second-factor.tsx'))
const LockScreen = lazy(() => import('./lock-screen.tsx'))
const MustChangePassword = lazy(() => import('./must-change-password.tsx'))

/**
 * Lets in who is signed in; everyone else sees the step that is missing, at the address they asked for.
 * What was on the screen is taken away, not covered: half-typed forms wait in their drafts.
 */
export function Gate() {
  const { view, error, reload } = useSession()
  const { t } = useTranslation()
  if (view?.stage === 'open' && !view.account.mustChangePassword) return <Shell />
  if (view === undefined) return <Front>{error ? <><p>{t('signIn.offline')}</p><ErrorPanel error={error} onRetry={() => void reload()} /></> : <Skeleton lines={3} />}</Front>
  const Step = view === null ? SignIn : view.stage === 'second-factor' ? SecondFactor : view.stage === 'locked' ? LockScreen : MustChangePassword
  return <Suspense fallback={<Front><Skeleton lines={3} /></Front>}><Step /></Suspense>
}
