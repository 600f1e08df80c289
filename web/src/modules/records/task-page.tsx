import { useTranslation } from 'react-i18next'
import { useChoices } from '#web/modules/standards/choices.ts'
import { newId } from '#web/platform/uuid.ts'
import { Button, Check, Choice, DraftNote, ErrorPanel, Page, SaveBar, Section, SelectField, TextArea, TextField } from '#web/ui/index.ts'
import { DayField } from './day-field.tsx'
import { MinutesField } from './minutes-field.tsx'
import { useRecordForm, type RecordForm } from './use-record-form.ts'
import './records.css'

interface TaskValues { id: string; mode: string; requester: string; inContract: boolean; minutes: number; occurredOn: string; title: string; words: string }

/** Whoever hands tasks down is mostly the same office: what was chosen last stands there again. */
const LAST = 'wulian.task.requester'
const blank = (today: string): TaskValues =>
  ({ id: newId(), mode: '', requester: localStorage.getItem(LAST) ?? 'township-civil-affairs', inContract: false, minutes: 60, occurredOn: today, title: '', words: '' })
const bodyOf = ({ id: _, ...values }: TaskValues) => ({ kind: 'task' as const, formVersion: 'task.1', ...values, title: values.title.trim(), words: values.words.trim() })
const valuesOf = ({ kind: _, formVersion: __, ...body }: ReturnType<typeof bodyOf>) => body

/** 记交办: what kind it was, and save. Hours handed down are hours the station did not sit still. */
export default function TaskPage() {
  const { t } = useTranslation(['records', 'ui'])
  const offered = useChoices()
  const titleOf = (values: TaskValues) => t('title.task', { what: values.title.trim() || offered.code('task-kind', values.mode) })
  const form = useRecordForm({ kind: 'task', blank, bodyOf, valuesOf, titleOf } satisfies RecordForm<TaskValues, ReturnType<typeof bodyOf>>)
  const { values, change, busy, error, submit, today } = form
  const setRequester = (requester: string) => { localStorage.setItem(LAST, requester); change({ requester }) }
  return (
    <Page title={t('page.task')} back narrow>
      <DraftNote draft={form} />
      <Section>
        <Choice label={t('task.kind')} value={values.mode || undefined} onChange={(mode) => change({ mode })} options={offered.list('task-kind')} />
        <MinutesField value={values.minutes} onChange={(minutes) => change({ minutes })} usual={[30, 60, 120, 240, 480]} />
        <SelectField label={t('task.requester')} value={values.requester} onChange={setRequester} options={offered.list('task-requester')} />
        <Check label={t('task.inContract')} checked={values.inContract} onChange={(inContract) => change({ inContract })} />
        <DayField label={t('day')} value={values.occurredOn} today={today} onChange={(occurredOn) => change({ occurredOn })} />
        <TextField label={t('task.title')} hint={t('task.titleHint')} optional maxLength={80} value={values.title} onChange={(title) => change({ title })} />
        <TextArea label={t('words')} optional rows={2} value={values.words} onChange={(words) => change({ words })} />
      </Section>
      <ErrorPanel error={error} />
      <SaveBar><Button kind="main" tall busy={busy} disabled={!values.mode} onClick={() => void submit()}>{t('ui:save')}</Button>{values.mode ? null : <span className="quiet small">{t('task.choose')}</span>}</SaveBar>
    </Page>
  )
}
