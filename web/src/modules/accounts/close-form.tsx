import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AccountRow, CloseAccount } from '#api/accounts.ts'
import { api } from '#web/platform/api.ts'
import { useSubmit } from '#web/platform/use-submit.ts'
import { Button, ErrorPanel, Notice, TextField, toast } from '#web/ui/index.ts'

/** Somebody has left: the account answers nothing from this moment. */
export function CloseForm({ account, onDone }: { account: AccountRow; onDone: () => Promise<void> }) {
  const { t } = useTranslation('accounts')
  const [why, setWhy] = useState('')
  const ready = why.trim().length >= 2
  const { busy, error, submit } = useSubmit(async () => {
    if (!ready) return
    await api.post(`/accounts/${account.id}/close`, { version: account.version, why: why.trim() } satisfies CloseAccount)
    toast(t('close.done'))
    await onDone()
  })
  return (
    <form className="stack" onSubmit={submit}>
      <Notice alert>{t('close.words')}</Notice>
      <TextField label={t('close.why')} required value={why} onChange={setWhy} maxLength={200} autoComplete="off" />
      <ErrorPanel error={error} />
      <div><Button kind="danger" type="submit" busy={busy} disabled={!ready}>{t('close.do')}</Button></div>
    </form>
  )
}
