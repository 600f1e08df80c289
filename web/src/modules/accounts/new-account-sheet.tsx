import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CreateAccount, HandOver } from '#api/accounts.ts'
import { api } from '#web/platform/api.ts'
import { useSubmit } from '#web/platform/use-submit.ts'
import { newId } from '#web/platform/uuid.ts'
import { Button, ErrorPanel, Loaded, Sheet, TextField } from '#web/ui/index.ts'
import { EMPTY_POST, isComplete, PostFields, postOf } from './post-fields.tsx'
import { useGiving } from './use-giving.ts'

const SIGN_IN_NAME = /^[a-z0-9._-]{2,40}$/

/** Takes a colleague in. The answer holds the one-time password and the code card. */
export function NewAccountSheet({ onClose, onHandOver }: { onClose: () => void; onHandOver: (name: string, handOver: HandOver) => void }) {
  const { t } = useTranslation('accounts')
  const giving = useGiving()
  // The same ids on every try: a second sending takes in nobody twice.
  const [ids] = useState(() => ({ account: newId(), post: newId() }))
  const [name, setName] = useState('')
  const [signInName, setSignInName] = useState('')
  const [draft, setDraft] = useState(EMPTY_POST)
  const ready = name.trim() !== '' && SIGN_IN_NAME.test(signInName) && isComplete(draft)
  const { busy, error, submit } = useSubmit(async () => {
    if (!ready) return
    const body: CreateAccount = { name: name.trim(), signInName, phoneMask: null, postId: ids.post, post: postOf(draft, t(`shell:role.${draft.role!}`)) }
    onHandOver(body.name, await api.put<HandOver>(`/accounts/${ids.account}`, body))
  })
  return (
    <Sheet open wide title={t('add')} onClose={onClose} actions={<Button kind="main" busy={busy} disabled={!ready} onClick={() => void submit()}>{t('create')}</Button>}>
      <form className="stack" onSubmit={submit}>
        <TextField label={t('name')} required value={name} onChange={setName} maxLength={40} autoComplete="off" data-autofocus />
        <TextField label={t('signInName')} hint={t('signInNameHint')} required value={signInName} onChange={(value) => setSignInName(value.toLowerCase().replace(/[^a-z0-9._-]/g, ''))}
          maxLength={40} autoComplete="off" autoCapitalize="none" spellCheck={false} />
        <Loaded query={giving}>{(rules) => <PostFields draft={draft} onChange={setDraft} giving={rules} />}</Loaded>
        <ErrorPanel error={error} />
      </form>
    </Sheet>
  )
}
