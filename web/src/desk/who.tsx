import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Post } from '#api/session.ts'
import { useOutbox } from '#web/platform/outbox.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { useSubmit } from '#web/platform/use-submit.ts'
import { useLeave } from '#web/session/use-leave.ts'
import { Button, ErrorPanel, Icon, IconButton, Notice, Row, Rows, Sheet, Tag, toast, useErrorSentence } from '#web/ui/index.ts'

const whereOf = (post: Post) => post.stationName ?? post.placeName

/** The name of who is signed in, and the post: a press shows the other posts and the ways out. */
export function Who() {
  const { t } = useTranslation()
  const { account, post } = useSignedIn()
  const [open, setOpen] = useState(false)
  const postText = post ? `${post.title || t(`role.${post.role}`)} · ${whereOf(post)}` : t('who.noPost')
  return (
    <>
      <button type="button" className="who" aria-haspopup="dialog" aria-label={t('who.open', { name: account.name, post: postText })} onClick={() => setOpen(true)}>
        <span><span className="name">{account.name}</span><span className="post">{postText}</span></span>
        <Icon name="down" size={16} />
      </button>
      {open ? <WhoSheet onClose={() => setOpen(false)} /> : null}
    </>
  )
}

function WhoSheet({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const { account, view, switchPost } = useSignedIn()
  const [wanted, setWanted] = useState('')
  const [error, setError] = useState<unknown>()
  const leaving = useSubmit(useLeave())
  const unsent = useOutbox().length
  const choose = async (post: Post) => {
    if (post.id === view.post) return onClose()
    setWanted(post.id)
    try {
      await switchPost(post.id)
      toast(t('who.switched', { post: `${post.title} · ${whereOf(post)}` }))
      onClose()
    } catch (cause) { setError(cause) } finally { setWanted('') }
  }
  return (
    <Sheet open title={account.name} onClose={onClose} flush actions={<Button icon="swap" busy={leaving.busy} onClick={() => void leaving.submit()}>{t('who.change')}</Button>}>
      <Rows label={t('who.posts')}>
        {view.posts.map((post) => (
          <Row key={post.id} title={post.title || t(`role.${post.role}`)} sub={whereOf(post)} selected={post.id === view.post} onPress={() => void choose(post)}
            end={post.id === view.post ? <Tag tone="accent">{t('who.current')}</Tag> : wanted === post.id ? <span className="spinner" /> : null} />
        ))}
      </Rows>
      {unsent > 0 ? <Notice alert>{t('who.unsent', { count: unsent })}</Notice> : null}
      <ErrorPanel error={error ?? leaving.error} />
    </Sheet>
  )
}

/** Locks at once: the next person needs the PIN, or their own name. */
export function LockButton({ isDesk }: { isDesk: boolean }) {
  const { t } = useTranslation()
  const { lock } = useSignedIn()
  const sentenceOf = useErrorSentence()
  const go = () => void lock().catch((error: unknown) => toast(sentenceOf(error), { kind: 'alert' }))
  return isDesk ? <Button icon="lock" title={t('who.lockHint')} onClick={go}>{t('who.lock')}</Button> : <IconButton icon="lock" label={t('who.lock')} onClick={go} />
}
