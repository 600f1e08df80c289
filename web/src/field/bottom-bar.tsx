import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSignedIn } from '#web/platform/session.tsx'
import { Icon, Sheet } from '#web/ui/index.ts'
import { navFor, quickFor } from '../desk/nav.ts'
import { NavGroups } from '../desk/sidebar.tsx'
import { QuickRecords } from '../today/quick-records.tsx'

/** Under the thumb: three pages, recording, and everything else. */
export function BottomBar() {
  const { t } = useTranslation()
  const { role } = useSignedIn()
  const [open, setOpen] = useState<'record' | 'more' | null>(null)
  const close = () => setOpen(null)
  const lines = navFor(role)
  const pages = lines.filter((line) => line.phone).sort((a, b) => a.phone! - b.phone!)
  const quick = quickFor(role)
  const middle = Math.ceil(pages.length / 2)
  const linkOf = (line: (typeof pages)[number]) => (
    <Link key={line.page} to={line.to ?? line.page} activeOptions={{ exact: line.page === '/', includeSearch: false }}><Icon name={line.icon} size={22} />{t(line.text)}</Link>
  )
  return (
    <>
      <nav className="bottom-bar" aria-label={t('nav.main')}>
        {pages.slice(0, middle).map(linkOf)}
        {quick.length > 0 ? <button type="button" aria-haspopup="dialog" onClick={() => setOpen('record')}><Icon name="edit" size={22} />{t('nav.record')}</button> : null}
        {pages.slice(middle).map(linkOf)}
        <button type="button" aria-haspopup="dialog" onClick={() => setOpen('more')}><Icon name="menu" size={22} />{t('nav.more')}</button>
      </nav>
      <Sheet open={open === 'record'} title={t('quick.title')} onClose={close}><QuickRecords lines={quick} onGo={close} /></Sheet>
      <Sheet open={open === 'more'} title={t('nav.more')} onClose={close}><nav className="sidebar-lines" aria-label={t('nav.more')}><NavGroups lines={lines} onGo={close} /></nav></Sheet>
    </>
  )
}
