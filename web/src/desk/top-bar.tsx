import { useTranslation } from 'react-i18next'
import { useOutbox } from '#web/platform/outbox.ts'
import { useOnline } from '#web/platform/online.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { GoTo, Icon } from '#web/ui/index.ts'
import { CASEWORKERS, VILLAGERS } from '../roles.ts'
import { Bell } from '../notices/bell.tsx'
import { GlobalSearch } from './global-search.tsx'
import { loadSearch } from './search-source.ts'
import { LockButton, Who } from './who.tsx'

/** Unsent writes are never out of sight. */
function Unsent() {
  const { t } = useTranslation()
  const rows = useOutbox()
  const isOnline = useOnline()
  if (rows.length === 0) return isOnline ? null : <span className="unsent"><Icon name="offline" size={16} />{t('outbox.offline')}</span>
  const refused = rows.filter((row) => row.state === 'refused').length
  return (
    <GoTo to="/unsent" className="unsent">
      <Icon name={refused ? 'warning' : isOnline ? 'send' : 'offline'} size={16} />
      {refused ? t('outbox.refusedCount', { count: refused }) : t('outbox.count', { count: rows.length })}
    </GoTo>
  )
}

/** Who is signed in, in large letters; the search; what is unsent; the lock. */
export function TopBar({ isDesk }: { isDesk: boolean }) {
  // Who sees no names has nobody to search for.
  const maySearch = useSignedIn().mayAct([...CASEWORKERS, ...VILLAGERS])
  const search = loadSearch && maySearch ? <GlobalSearch load={loadSearch} /> : null
  return (
    <header className="top-bar">
      <div className="top-line">
        {isDesk ? search : <Who />}
        <div className="spacer" />
        <Unsent />
        <Bell />
        {isDesk ? <Who /> : null}
        <LockButton isDesk={isDesk} />
      </div>
      {!isDesk && search ? <div className="search-line">{search}</div> : null}
    </header>
  )
}
