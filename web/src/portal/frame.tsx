import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { GoTo, LinkButton } from '#web/ui/index.ts'
import { LanguageChoice } from '../session/language-choice.tsx'

/** The public's door: a head, large type, one column. */
export function PortalFrame({ children, staff = false }: { children: ReactNode; staff?: boolean }) {
  const { t } = useTranslation(['portal', 'shell'])
  return (
    <>
      <header className="portal-head"><div>
        <GoTo to="/portal" className="brand"><img src="/icon.svg" alt="" width={28} height={28} />{t('shell:brand')}</GoTo>
        <div className="inline"><LanguageChoice />{staff ? <LinkButton to="/">{t('staff')}</LinkButton> : null}</div>
      </div></header>
      <main className="portal">{children}</main>
    </>
  )
}
