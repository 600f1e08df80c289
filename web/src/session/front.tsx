import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useSession } from '#web/platform/session.tsx'
import { DemoRibbon } from './demo-ribbon.tsx'
import { LanguageChoice } from './language-choice.tsx'

/** The page before the door: name of the service, one card. */
export function Front({ title, below, children }: { title?: string; below?: ReactNode; children: ReactNode }) {
  const { t } = useTranslation()
  const { view } = useSession()
  return (
    <div className="front">
      <div>{view?.demo ? <DemoRibbon /> : null}</div>
      <main className="front-body">
        <div className="front-brand">
          <img src="/icon.svg" alt="" width={52} height={52} />
          <div>{t('brandLong')}</div>
        </div>
        <div className="front-card">
          {title ? <h1>{title}</h1> : <h1 className="sr-only">{t('brand')}</h1>}
          {children}
        </div>
        {below}
        <LanguageChoice />
      </main>
    </div>
  )
}
