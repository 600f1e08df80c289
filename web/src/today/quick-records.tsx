import { useTranslation } from 'react-i18next'
import type { QuickLine } from '#web/desk/nav.ts'
import { classes, GoTo, Icon } from '#web/ui/index.ts'

/** Beside the five large ones. */
const BESIDE = ['/record/consultation', '/record/batch', '/services/new']
/** A line of its own: seldom, and not to be looked for. */
const WHOLE = ['/services/new']

/** The large buttons: record first, classify later. */
export function QuickRecords({ lines, onGo }: { lines: readonly QuickLine[]; onGo?: () => void }) {
  const { t } = useTranslation()
  if (lines.length === 0) return null
  return (
    <nav className="quick no-print" aria-label={t('quick.title')}>
      {lines.map((line) => <GoTo key={line.page} to={line.to ?? line.page} {...(onGo && { onClick: onGo })} className={classes(BESIDE.includes(line.page) && 'beside', WHOLE.includes(line.page) && 'whole')}><Icon name={line.icon} size={BESIDE.includes(line.page) ? 18 : 26} />{t(line.text)}</GoTo>)}
    </nav>
  )
}
