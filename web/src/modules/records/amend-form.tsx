import { useQueryClient } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AmendRecord, RecordView } from '#api/records.ts'
import { useChoices } from '#web/modules/standards/choices.ts'
import { api } from '#web/platform/api.ts'
import { useDraft } from '#web/platform/drafts.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { useSubmit } from '#web/platform/use-submit.ts'
import { Button, Check, Choice, DraftNote, ErrorPanel, NumberStepper, Picker, SelectField, Sheet, TextArea, TextField, searchIn, toast } from '#web/ui/index.ts'
import { DayField } from './day-field.tsx'
import { MODE_LISTS } from './record-body.tsx'
import { afterFact } from './save-record.ts'

type Values = { [K in keyof Omit<AmendRecord, 'version'>]-?: NonNullable<AmendRecord[K]> }

const valuesOf = (record: RecordView): Values => ({
  why: '', occurredOn: record.occurredOn, minutes: record.minutes, mode: record.mode, result: record.result ?? '', words: record.words, item: record.item,
  withWhom: record.withWhom, heads: record.heads, title: record.title ?? '', inContract: record.inContract ?? false,
})

/** Only what differs is sent: anything left out stays as it is. */
function changedIn(before: Values, now: Values): Partial<Values> {
  return Object.fromEntries(Object.entries(now).filter(([key, value]) => key !== 'why' && value !== before[key as keyof Values])) as Partial<Values>
}

/** 更正: what it should say, and why. What it said stays to be read. */
export function AmendForm({ record, onClose }: { record: RecordView; onClose: () => void }) {
  const { t } = useTranslation(['records', 'ui'])
  const { today } = useSignedIn()
  const client = useQueryClient()
  const offered = useChoices()
  const [before] = useState(() => valuesOf(record))
  const draft = useDraft<Values>(`amend.${record.id}`, before)
  const { values, change } = draft
  const changed = changedIn(before, values)
  const { busy, error, submit } = useSubmit(async () => {
    await api.post(`/records/${record.id}/amend`, { version: record.version, why: values.why.trim(), ...changed })
    draft.clear()
    toast(t('amend.done'))
    await afterFact(client)
    onClose()
  })
  const maySave = values.why.trim().length > 1 && Object.keys(changed).length > 0
  const search = useMemo(() => searchIn(offered.items), [offered.items])
  return (
    <Sheet open wide title={t('amend.title')} onClose={onClose} actions={<Button kind="main" tall block busy={busy} disabled={!maySave} onClick={() => void submit()}>{t('amend.save')}</Button>}>
      <div className="stack">
        <DraftNote draft={draft} />
        <TextField label={t('amend.why')} hint={t('amend.whyHint')} maxLength={200} value={values.why} onChange={(why) => change({ why })} />
        {record.kind === 'activity' || record.kind === 'task' ? <TextField label={t('activity.title')} maxLength={80} value={values.title} onChange={(title) => change({ title })} /> : null}
        <DayField label={t('day')} value={values.occurredOn} today={today} onChange={(occurredOn) => change({ occurredOn })} />
        {record.result === null ? null : <Choice label={t('result.label')} value={values.result} onChange={(result) => change({ result })} options={offered.list('visit-result')} />}
        <SelectField label={t(`modeOf.${record.kind}`)} value={values.mode} onChange={(mode) => change({ mode })} options={offered.list(MODE_LISTS[record.kind])} />
        <NumberStepper label={t('length')} unit={t('minuteUnit')} step={5} max={1440} value={values.minutes} onChange={(minutes) => change({ minutes: minutes ?? 0 })} />
        {record.kind === 'activity' ? <NumberStepper label={t('activity.heads')} unit={t('person')} value={values.heads} onChange={(heads) => change({ heads: heads ?? 0 })} /> : null}
        {record.kind === 'task' ? <Check label={t('task.inContract')} checked={values.inContract} onChange={(inContract) => change({ inContract })} />
          : <Picker label={t('item')} optional mayClear value={values.item ? { value: values.item, label: offered.item(values.item) } : undefined} onChange={(pick) => change({ item: pick?.value ?? '' })} search={search} />}
        <TextField label={t('withWhom')} optional maxLength={80} value={values.withWhom} onChange={(withWhom) => change({ withWhom })} />
        <TextArea label={t('words')} optional value={values.words} onChange={(words) => change({ words })} />
        <ErrorPanel error={error} />
      </div>
    </Sheet>
  )
}
