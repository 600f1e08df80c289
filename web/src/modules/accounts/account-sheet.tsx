import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AccountRow, HandOver, HeldPost } from '#api/accounts.ts'
import { api } from '#web/platform/api.ts'
import { dayText } from '#web/platform/dates.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { Button, confirm, Row, Rows, Sheet, Tag, toast, useErrorSentence } from '#web/ui/index.ts'
import { CloseForm } from './close-form.tsx'
import { GivePostForm } from './give-post-form.tsx'
import { ResetForm } from './reset-form.tsx'
import { StaffSection } from './staff-form.tsx'
import { GIVERS } from './use-giving.ts'

/** Those T12 lists. */
const SERVING: readonly string[] = ['worker', 'station_head', 'general_worker', 'general_supervisor']

interface AccountSheetProps {
  account: AccountRow
  onClose: () => void
  onChanged: () => Promise<void>
  onHandOver: (name: string, handOver: HandOver) => void
}

/** One colleague: the posts, and what the head may do. */
export function AccountSheet({ account, onClose, onChanged, onHandOver }: AccountSheetProps) {
  const { t } = useTranslation('accounts')
  const { mayAct, account: me } = useSignedIn()
  const [doing, setDoing] = useState<'post' | 'reset' | 'close'>()
  const mayChange = mayAct(GIVERS) && account.state === 'active' && account.id !== me.id
  const done = async () => { setDoing(undefined); await onChanged() }
  return (
    <Sheet open wide title={account.name} onClose={onClose}>
      <div className="stack">
        <p className="quiet">{account.signInName} · {account.placeName}{account.closedWhy ? ` · ${t('closedWhy', { why: account.closedWhy })}` : ''}</p>
        <Rows label={t('posts')}>{account.posts.map((post) => <PostLine key={post.id} post={post} mayEnd={mayChange} onChanged={onChanged} />)}</Rows>
        {mayAct(GIVERS) && account.posts.some(({ role }) => SERVING.includes(role)) ? <section aria-label={t('staff.title')} className="stack"><h3>{t('staff.title')}</h3><StaffSection account={account.id} mayChange={mayChange} /></section> : null}
        {account.id === me.id ? <p className="quiet">{t('notYourself')}</p> : null}
        {mayChange && doing === undefined ? (
          <div className="inline">
            <Button icon="plus" onClick={() => setDoing('post')}>{t('post.give')}</Button>
            <Button icon="key" onClick={() => setDoing('reset')}>{t('reset.open')}</Button>
            <Button kind="danger" onClick={() => setDoing('close')}>{t('close.open')}</Button>
          </div>
        ) : null}
        {doing === 'post' ? <GivePostForm account={account.id} onDone={done} /> : null}
        {doing === 'reset' ? <ResetForm account={account.id} onDone={(handOver) => onHandOver(account.name, handOver)} /> : null}
        {doing === 'close' ? <CloseForm account={account} onDone={done} /> : null}
      </div>
    </Sheet>
  )
}

function PostLine({ post, mayEnd, onChanged }: { post: HeldPost; mayEnd: boolean; onChanged: () => Promise<void> }) {
  const { t } = useTranslation('accounts')
  const { today } = useSignedIn()
  const sentenceOf = useErrorSentence()
  const role = t(`shell:role.${post.role}`)
  const end = async () => {
    if (!(await confirm({ title: t('post.endTitle'), words: t('post.endWords', { post: post.title }), action: t('post.end'), danger: true }))) return
    try {
      await api.post(`/posts/${post.id}/end`, { version: post.version })
      toast(t('post.ended'))
    } catch (error) { toast(sentenceOf(error), { kind: 'alert' }) }
    await onChanged()
  }
  const days = post.untilOn ? t('post.fromTo', { from: dayText(post.fromOn, today), to: dayText(post.untilOn, today) }) : t('post.from', { from: dayText(post.fromOn, today) })
  return (
    <Row wrap title={<>{post.title === role ? role : `${post.title}（${role}）`}{post.ended ? <Tag>{t('post.isEnded')}</Tag> : null}</>}
      sub={`${post.stationName ?? post.placeName} · ${t('post.reaches', { places: post.reach.map(({ name }) => name).join('、') })} · ${days}`}
      end={mayEnd && !post.ended ? <Button kind="quiet" onClick={() => void end()}>{t('post.end')}</Button> : null} />
  )
}
