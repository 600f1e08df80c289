import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CheckRow } from '#api/emergency.ts'
import { api } from '#web/platform/api.ts'
import { useSubmit } from '#web/platform/use-submit.ts'
import { Button, ErrorPanel, Loaded, SelectField, Sheet, toast } from '#web/ui/index.ts'
import { checkerOption } from './event-words.ts'
import { useEventChoices } from './open-sheet.tsx'

export interface GiveSheetProps { event: string; row: CheckRow; onClose: () => void }

/** 换人: one person of the list to somebody else, or back to the station. */
export function GiveSheet({ event, row, onClose }: GiveSheetProps) {
  const { t } = useTranslation('emergency')
  const client = useQueryClient()
  const choices = useEventChoices()
  const [checker, setChecker] = useState(row.checker ?? '')
  const { busy, error, submit } = useSubmit(async () => {
    await api.post(`/emergency/${event}/split`, { how: 'rows', rows: [row.id], checker: checker || null })
    toast(t('split.done', { count: 1 }))
    await client.invalidateQueries({ queryKey: ['emergency'] })
    onClose()
  })
  return (
    <Sheet open title={t('give.title', { name: row.name })} onClose={onClose} actions={<Button kind="main" tall block busy={busy} disabled={checker === (row.checker ?? '')} onClick={() => void submit()}>{t('split.save')}</Button>}>
      <div className="stack">
        <Loaded query={choices} lines={2}>{({ checkers }) => <SelectField label={t('split.who')} none={t('nobody')} value={checker} onChange={setChecker} options={checkers.map(checkerOption)} />}</Loaded>
        <ErrorPanel error={error} />
      </div>
    </Sheet>
  )
}
