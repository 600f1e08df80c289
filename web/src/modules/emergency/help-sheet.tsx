import { useTranslation } from 'react-i18next'
import type { CheckRow } from '#api/emergency.ts'
import { useDraft } from '#web/platform/drafts.ts'
import { useSubmit } from '#web/platform/use-submit.ts'
import { newId } from '#web/platform/uuid.ts'
import { Button, ErrorPanel, Sheet, TextArea } from '#web/ui/index.ts'

export interface HelpSheetProps { row: CheckRow; onSave: (words: string, ids: { record: string; need: string }) => Promise<void>; onClose: () => void }

/** 需要帮助: what for, in a few words. It becomes a need of the highest urgency. */
export function HelpSheet({ row, onSave, onClose }: HelpSheetProps) {
  const { t } = useTranslation('emergency')
  const { values, change, clear } = useDraft(`emergency-help.${row.id}`, { words: '', record: newId(), need: newId() })
  const { busy, error, submit } = useSubmit(async () => {
    await onSave(values.words.trim(), values)
    clear()
    onClose()
  })
  return (
    <Sheet open title={t('help.title', { name: row.name })} onClose={onClose} actions={<Button kind="main" tall block busy={busy} disabled={!values.words.trim()} onClick={() => void submit()}>{t('help.save')}</Button>}>
      <div className="stack">
        <TextArea label={t('help.words')} hint={t('help.hint')} value={values.words} onChange={(words) => change({ words })} rows={3} />
        <ErrorPanel error={error} />
      </div>
    </Sheet>
  )
}
