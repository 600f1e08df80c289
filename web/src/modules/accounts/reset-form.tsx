import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { HandOver, ResetAccount, ResetReason } from '#api/accounts.ts'
import { api } from '#web/platform/api.ts'
import { useSubmit } from '#web/platform/use-submit.ts'
import { newId } from '#web/platform/uuid.ts'
import { Button, Choice, ErrorPanel, Notice, TextField } from '#web/ui/index.ts'

// The server's list; the type keeps the two equal.
const REASONS = Object.keys({
  'forgot-password': 0, 'lost-phone': 0, 'lost-card': 0, 'locked-out': 0, 'new-device': 0, 'suspected-misuse': 0,
} satisfies Record<ResetReason, 0>) as ResetReason[]

/** A new one-time password and code card on the spot, for a reason that stays on record. */
export function ResetForm({ account, onDone }: { account: string; onDone: (handOver: HandOver) => void }) {
  const { t } = useTranslation('accounts')
  const [id] = useState(newId)
  const [reason, setReason] = useState<ResetReason>()
  const [words, setWords] = useState('')
  const ready = reason !== undefined && words.trim().length >= 2
  const { busy, error, submit } = useSubmit(async () => {
    if (ready) onDone(await api.post<HandOver>(`/accounts/${account}/reset`, { id, reason, words: words.trim() } satisfies ResetAccount))
  })
  return (
    <form className="stack" onSubmit={submit}>
      <Notice alert>{t('reset.words')}</Notice>
      <Choice<ResetReason> label={t('reset.reason')} value={reason} onChange={setReason} options={REASONS.map((value) => ({ value, label: t(`reset.reasons.${value}`) }))} />
      <TextField label={t('reset.how')} hint={t('reset.howHint')} required value={words} onChange={setWords} maxLength={200} autoComplete="off" />
      <ErrorPanel error={error} />
      <div><Button kind="danger" type="submit" busy={busy} disabled={!ready}>{t('reset.do')}</Button></div>
    </form>
  )
}
