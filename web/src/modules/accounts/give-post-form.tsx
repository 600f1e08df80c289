import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { GivePost } from '#api/accounts.ts'
import { api } from '#web/platform/api.ts'
import { useSubmit } from '#web/platform/use-submit.ts'
import { newId } from '#web/platform/uuid.ts'
import { Button, ErrorPanel, Loaded, toast } from '#web/ui/index.ts'
import { EMPTY_POST, isComplete, PostFields, postOf } from './post-fields.tsx'
import { useGiving } from './use-giving.ts'

/** Gives a colleague another post. */
export function GivePostForm({ account, onDone }: { account: string; onDone: () => Promise<void> }) {
  const { t } = useTranslation('accounts')
  const giving = useGiving()
  const [id] = useState(newId)
  const [draft, setDraft] = useState(EMPTY_POST)
  const { busy, error, submit } = useSubmit(async () => {
    if (!isComplete(draft)) return
    await api.put(`/posts/${id}`, { account, post: postOf(draft, t(`shell:role.${draft.role!}`)) } satisfies GivePost)
    toast(t('post.given'))
    await onDone()
  })
  return (
    <form className="stack" onSubmit={submit}>
      <Loaded query={giving}>{(rules) => <PostFields draft={draft} onChange={setDraft} giving={rules} />}</Loaded>
      <ErrorPanel error={error} />
      <div><Button kind="main" type="submit" busy={busy} disabled={!isComplete(draft)}>{t('post.give')}</Button></div>
    </form>
  )
}
