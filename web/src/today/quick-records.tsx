import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { QuickLine } from '#web/desk/nav.ts'
import { Icon } from '#web/ui/index.ts'

/** The large buttons: record first, classify later. */
export function QuickRecords({ lines, onGo }: { lines: readonly QuickLine[]; onGo?: () => void }) {
  const { t } = useTranslation()
  if (lines.length === 0) return null
  return (
    <nav className="quick no-print" aria-label={t('quick.title')}>
      {lines.map((line) => <Link key={line.page} to={line.page} onClick={onGo}><Icon name={line.icon} size={26} />{t(line.text)}</Link>)}
    </nav>
  )
}
