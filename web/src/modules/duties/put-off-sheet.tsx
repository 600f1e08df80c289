import { useQueryClient } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { DutyRow } from '#api/duties.ts'
import { useChoices } from '#web/modules/standards/choices.ts'
import { api } from '#web/platform/api.ts'
import { addDays, dayText } from '#web/platform/dates.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { useSubmit } from '#web/platform/use-submit.ts'
import { Button, Choice, ErrorPanel, Field, Sheet, TextField, toast } from '#web/ui/index.ts'

const USUAL = [1, 3, 7]

/** 顺延: a reason from the list and a day. Tapping the reason is enough: three days on is filled in. */
export function PutOffSheet({ row, top, onClose }: { row: DutyRow; top: ReactNode; onClose: () => void }) {
  const { t } = useTranslation('duties')
  const { today } = useSignedIn()
  const client = useQueryClient()
  const offered = useChoices()
  const [why, setWhy] = useState('')
  const [to, setTo] = useState(addDays(today, 3))
  const [words, setWords] = useState('')
  const { busy, error, submit } = useSubmit(async () => {
    await api.post(`/duties/${row.id}/put-off`, { version: row.version, to, why, words: words.trim() })
    toast(t('putOff.done', { name: row.name, day: dayText(to, today) }))
    await client.invalidateQueries({ queryKey: ['today'] })
    onClose()
  })
  return (
    <Sheet open title={t('putOff.title', { name: row.name })} onClose={onClose} actions={<Button kind="main" tall block busy={busy} disabled={!why} onClick={() => void submit()}>{t('putOff.save')}</Button>}>
      <div className="stack">
        {top}
        <Choice label={t('putOff.why')} value={why || undefined} onChange={setWhy} options={offered.list('put-off-reason')} />
        <Field label={t('putOff.to')}>
          {(input) => (
            <div className="date-row">
              {USUAL.map((days) => <Button key={days} aria-pressed={to === addDays(today, days)} onClick={() => setTo(addDays(today, days))}>{t('putOff.inDays', { count: days })}</Button>)}
              <input {...input} className="input" type="date" value={to} min={addDays(today, 1)} onChange={(event) => { if (event.target.value) setTo(event.target.value) }} />
            </div>
          )}
        </Field>
        <TextField label={t('putOff.words')} optional value={words} onChange={setWords} />
        <ErrorPanel error={error} />
      </div>
    </Sheet>
  )
}
