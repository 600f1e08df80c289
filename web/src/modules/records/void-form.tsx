import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RecordView } from '#api/records.ts'
import { useChoices } from '#web/modules/standards/choices.ts'
import { api } from '#web/platform/api.ts'
import { useSubmit } from '#web/platform/use-submit.ts'
import { Button, Choice, ErrorPanel, Notice, Sheet, TextField, toast } from '#web/ui/index.ts'
import { afterFact } from './save-record.ts'

/** 作废: it no longer counts; it stays to be read, with the reason. */
export function VoidForm({ record, onClose }: { record: RecordView; onClose: () => void }) {
  const { t } = useTranslation('records')
  const client = useQueryClient()
  const offered = useChoices()
  const [reason, setReason] = useState('')
  const [words, setWords] = useState('')
  const why = [offered.code('void-reason', reason), words.trim()].filter(Boolean).join(t('void.and'))
  const { busy, error, submit } = useSubmit(async () => {
    await api.post(`/records/${record.id}/void`, { version: record.version, why })
    toast(t('void.done'))
    await afterFact(client)
    onClose()
  })
  return (
    <Sheet open title={t('void.title')} onClose={onClose} actions={<Button kind="danger" tall block busy={busy} disabled={why.length < 2} onClick={() => void submit()}>{t('void.save')}</Button>}>
      <div className="stack">
        <Notice>{t('void.words')}</Notice>
        <Choice label={t('void.why')} value={reason || undefined} onChange={setReason} options={offered.list('void-reason')} />
        <TextField label={t('void.more')} optional maxLength={160} value={words} onChange={setWords} />
        <ErrorPanel error={error} />
      </div>
    </Sheet>
  )
}
