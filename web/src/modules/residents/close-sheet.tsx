import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ResidentView } from '#api/residents.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { useSubmit } from '#web/platform/use-submit.ts'
import { Button, Choice, DateField, ErrorPanel, Sheet } from '#web/ui/index.ts'
import { useChange } from './use-resident.ts'

const REASONS = ['died', 'moved-away', 'institution', 'not-needed'] as const

/** Ends a file from a day on: nothing is due any more, everything stays. */
export default function CloseSheet({ file, onClose }: { file: ResidentView; onClose: () => void }) {
  const { t } = useTranslation('residents')
  const { today } = useSignedIn()
  const change = useChange(file.id)
  const [why, setWhy] = useState<typeof REASONS[number]>()
  const [on, setOn] = useState(today)
  const { busy, error, submit } = useSubmit(async () => { await change('close', { version: file.version, why, on }); onClose() })
  return (
    <Sheet open title={t('act.closeTitle', { name: file.name })} onClose={onClose} actions={<Button kind="danger" busy={busy} disabled={!why} onClick={() => void submit()}>{t('act.close')}</Button>}>
      <div className="stack">
        <p>{t('act.closeWords')}</p>
        <Choice label={t('act.why')} value={why} onChange={setWhy} options={REASONS.map((value) => ({ value, label: t(`closed.${value}`) }))} />
        <DateField label={t('act.from')} value={on} min={file.openedOn} max={today} today={today} onChange={setOn} />
        <ErrorPanel error={error} />
      </div>
    </Sheet>
  )
}
