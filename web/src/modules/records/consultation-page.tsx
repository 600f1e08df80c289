import { useTranslation } from 'react-i18next'
import { useChoices } from '#web/modules/standards/choices.ts'
import { newId } from '#web/platform/uuid.ts'
import { Button, Choice, DraftNote, ErrorPanel, Page, SaveBar, Section, TextArea } from '#web/ui/index.ts'
import type { Chosen } from './contact-values.ts'
import { DayField } from './day-field.tsx'
import { MinutesField } from './minutes-field.tsx'
import { PeopleField } from './people-field.tsx'
import { useRecordForm, type RecordForm } from './use-record-form.ts'
import './records.css'

interface ConsultationValues { id: string; mode: string; minutes: number; occurredOn: string; words: string; people: Chosen[] }

const blank = (today: string): ConsultationValues => ({ id: newId(), mode: '', minutes: 10, occurredOn: today, words: '', people: [] })
const bodyOf = ({ mode, minutes, occurredOn, words, people }: ConsultationValues) =>
  ({ kind: 'consultation' as const, formVersion: 'consultation.1', mode, minutes, occurredOn, words: words.trim(), files: people.map(({ file }) => file) })

/** 记咨询: a question at the desk or on the phone; who asked may stay unknown. */
export default function ConsultationPage() {
  const { t } = useTranslation(['records', 'ui'])
  const offered = useChoices()
  const titleOf = (values: ConsultationValues) => t('title.consultation', { what: offered.code('consultation-kind', values.mode) })
  const valuesOf = ({ mode, minutes, occurredOn, words, files }: ReturnType<typeof bodyOf>) => ({ mode, minutes, occurredOn, words, people: files.map((file) => ({ file, name: t('who.nameless'), age: null })) })
  const form = useRecordForm({ kind: 'consultation', blank, bodyOf, valuesOf, titleOf } satisfies RecordForm<ConsultationValues, ReturnType<typeof bodyOf>>)
  const { values, change, busy, error, submit, today } = form
  return (
    <Page title={t('page.consultation')} back narrow>
      <DraftNote draft={form} />
      <Section>
        <Choice label={t('consultation.kind')} value={values.mode || undefined} onChange={(mode) => change({ mode })} options={offered.list('consultation-kind')} />
        <TextArea label={t('consultation.words')} optional rows={2} value={values.words} onChange={(words) => change({ words })} />
        <PeopleField label={t('consultation.who')} hint={t('consultation.whoHint')} optional value={values.people} onChange={(people) => change({ people })} />
        <MinutesField value={values.minutes} onChange={(minutes) => change({ minutes })} usual={[5, 10, 20, 30]} />
        <DayField label={t('day')} value={values.occurredOn} today={today} onChange={(occurredOn) => change({ occurredOn })} />
      </Section>
      <ErrorPanel error={error} />
      <SaveBar><Button kind="main" tall busy={busy} disabled={!values.mode} onClick={() => void submit()}>{t('ui:save')}</Button>{values.mode ? null : <span className="quiet small">{t('consultation.choose')}</span>}</SaveBar>
    </Page>
  )
}
