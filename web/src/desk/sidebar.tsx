import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useSignedIn } from '#web/platform/session.tsx'
import { GoTo, Icon } from '#web/ui/index.ts'
import { navFor, type NavLine } from './nav.ts'

const GROUPS = ['work', 'count', 'network', 'admin'] as const

/** One line of the navigation. */
export function NavLink({ line, onGo }: { line: NavLine; onGo?: () => void }) {
  const { t } = useTranslation()
  return <Link to={line.to ?? line.page} className="nav-line" activeOptions={{ exact: line.page === '/', includeSearch: false }} onClick={onGo}><Icon name={line.icon} size={18} />{t(line.text)}</Link>
}

/** The lines by group; groups without a line have no heading. */
export function NavGroups({ lines, onGo }: { lines: readonly NavLine[]; onGo?: () => void }) {
  const { t } = useTranslation()
  return GROUPS.map((group) => {
    const mine = lines.filter((line) => line.group === group)
    if (mine.length === 0) return null
    return <div key={group}><h2>{t(`group.${group}`)}</h2>{mine.map((line) => <NavLink key={line.page} line={line} {...(onGo ? { onGo } : {})} />)}</div>
  })
}

export function Sidebar() {
  const { t } = useTranslation()
  const { role } = useSignedIn()
  return (
    <div className="sidebar">
      <div className="inner">
        <GoTo to="/" className="brand"><img src="/icon.svg" alt="" width={28} height={28} />{t('brand')}</GoTo>
        <nav aria-label={t('nav.main')}><NavGroups lines={navFor(role)} /></nav>
      </div>
    </div>
  )
}
