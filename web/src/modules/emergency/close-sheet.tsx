import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { EventView } from '#api/emergency.ts'
import { copyText } from '#web/modules/indicators/copy-text.ts'
import { useChoices } from '#web/modules/standards/choices.ts'
import { api } from '#web/platform/api.ts'
import { useSubmit } from '#web/platform/use-submit.ts'
import { Button, ErrorPanel, Notice, Sheet, toast } from '#web/ui/index.ts'
import { summaryOf } from './event-words.ts'

/** 结束应急, and the two lines for the chat. */
export function CloseSheet({ view, onClose }: { view: EventView; onClose: () => void }) {
  const { t } = useTranslation('emergency')
  const offered = useChoices()
  const client = useQueryClient()
  const summary = summaryOf(offered, view)
  const { busy, error, submit } = useSubmit(async () => {
    client.setQueryData(['emergency', view.id], await api.post<EventView>(`/emergency/${view.id}/close`, { version: view.version }))
    toast(t('close.done'))
    await client.invalidateQueries({ queryKey: ['emergency'] })
  })
  const copy = async () => toast(t((await copyText(summary)) ? 'close.copied' : 'close.notCopied'))
  const left = view.counts.open + view.counts.missed
  return (
    <Sheet open title={t(view.endedAt ? 'close.copyAct' : 'close.title')} onClose={onClose}
      actions={<><Button icon="copy" onClick={() => void copy()}>{t('close.copy')}</Button>{view.mayClose ? <Button kind="main" busy={busy} onClick={() => void submit()}>{t('close.save')}</Button> : null}</>}>
      <div className="stack">
        {view.endedAt ? null : <p className="quiet small">{t('close.words')}</p>}
        {!view.endedAt && left > 0 ? <Notice>{t('close.left', { count: left })}</Notice> : null}
        <p className="check-summary">{summary}</p>
        <ErrorPanel error={error} />
      </div>
    </Sheet>
  )
}
