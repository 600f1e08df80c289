import { useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { DayField } from '#web/modules/records/day-field.tsx'
import { PeopleField } from '#web/modules/records/people-field.tsx'
import { afterFact } from '#web/modules/records/save-record.ts'
import { useChoices } from '#web/modules/standards/choices.ts'
import { useDraft, writeDraft } from '#web/platform/drafts.ts'
import { useOutbox } from '#web/platform/outbox.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { useSubmit } from '#web/platform/use-submit.ts'
import { Button, Choice, DraftNote, ErrorPanel, Page, SaveBar, Section, SelectField, TextArea, TextField, toast } from '#web/ui/index.ts'
import { newNeed, type NeedValues } from './need-values.ts'
import { sendNeed } from './send-need.ts'
import { SuggestedItems } from './suggested-items.tsx'
import '../records/records.css'

interface Sent { words: string; file?: string; record?: string; spokenBy: string; foundOn: string; source: string; item: string; urgency?: string }

/** The form, or an unsent need opened again. */
function useNeedForm() {
  const { t } = useTranslation('needs')
  const { today } = useSignedIn()
  const { unsent } = useSearch({ strict: false }) as { unsent?: string }
  const row = useOutbox().find(({ id }) => id === unsent)
  const [begin] = useState(() => {
    const blank = newNeed(today)
    if (!row) return { form: 'need', values: blank }
    const { file, ...body } = row.body as Sent
    return { form: `need.${row.id}`, values: { ...blank, ...body, id: row.id, who: file ? [{ file, name: t('who.nameless'), age: null }] : [] } as NeedValues }
  })
  // Made anew at each render: the next need gets an id of its own.
  return useDraft<NeedValues>(begin.form, begin.form === 'need' ? newNeed(today) : begin.values)
}

/** 记需求: whose, or unknown; the words; the rest is suggested and may wait. */
export default function NeedPage() {
  const { t } = useTranslation(['needs', 'ui'])
  const { today } = useSignedIn()
  const offered = useChoices()
  const client = useQueryClient()
  const navigate = useNavigate()
  const draft = useNeedForm()
  const { values, change } = draft
  const { busy, error, submit } = useSubmit(async () => {
    const outcome = await sendNeed(values, t('title', { who: values.who[0]?.name ?? (values.spokenBy.trim() || t('who.unknown')) }))
    toast(t(`saved.${outcome.outcome}`), outcome.outcome === 'undelivered' ? { kind: 'alert' } : {})
    draft.clear()
    if (outcome.outcome === 'waiting') writeDraft(`need.${values.id}`, values)
    void afterFact(client)
    void navigate({ to: '/' })
  })
  const maySave = values.words.trim() !== ''
  return (
    <Page title={t('page.record')} back narrow>
      <DraftNote draft={draft} />
      <Section>
        <TextArea label={t('words')} hint={t('wordsHint')} rows={4} value={values.words} onChange={(words) => change({ words })} autoFocus />
        <PeopleField label={t('who.label')} hint={t('who.hint')} optional max={1} value={values.who} onChange={(who) => change({ who })} />
        {values.who.length === 0 ? <TextField label={t('spokenBy')} hint={t('spokenByHint')} optional maxLength={40} value={values.spokenBy} onChange={(spokenBy) => change({ spokenBy })} /> : null}
        <SuggestedItems words={values.words} file={values.who[0]?.file} value={values.item} onChange={(item) => change({ item })} />
      </Section>
      <Section>
        <Choice label={t('urgency')} optional value={values.urgency || undefined} onChange={(urgency) => change({ urgency })} options={offered.list('need-urgency')} />
        <SelectField label={t('source')} value={values.source} onChange={(source) => change({ source })} options={offered.list('need-source')} />
        <DayField label={t('foundOn')} value={values.foundOn} today={today} onChange={(foundOn) => change({ foundOn })} />
      </Section>
      <ErrorPanel error={error} />
      <SaveBar><Button kind="main" tall busy={busy} disabled={!maySave} onClick={() => void submit()}>{t('ui:save')}</Button>{maySave ? null : <span className="quiet small">{t('needWords')}</span>}</SaveBar>
    </Page>
  )
}
