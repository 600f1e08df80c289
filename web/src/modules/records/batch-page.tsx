import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useChoices } from '#web/modules/standards/choices.ts'
import { dayText } from '#web/platform/dates.ts'
import { useDraft, writeDraft } from '#web/platform/drafts.ts'
import { send } from '#web/platform/outbox.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { useSubmit } from '#web/platform/use-submit.ts'
import { newId } from '#web/platform/uuid.ts'
import { Button, Choice, DraftNote, EmptyState, ErrorPanel, NumberStepper, Page, SaveBar, Section, SelectField, Skeleton, TextField, toast } from '#web/ui/index.ts'
import { peopleFrom, villagesOf } from './batch-people.ts'
import { batchBody, MOST, newBatch, type BatchRow, type BatchValues } from './batch-values.ts'
import { BatchLine } from './batch-line.tsx'
import { DayField } from './day-field.tsx'
import { afterFact } from './save-record.ts'
import './records.css'

/** The sheet being filled in: its people are fetched once and then stay as they are. */
function useBatch() {
  const { t } = useTranslation('records')
  const { today } = useSignedIn()
  const client = useQueryClient()
  const navigate = useNavigate()
  const { unsent } = useSearch({ strict: false }) as { unsent?: string }
  const draft = useDraft<BatchValues>(unsent ? `batch.${unsent}` : 'batch', newBatch(today))
  const { values, change, clear } = draft
  const wanted = useQuery({ queryKey: ['people', 'sheet', values.from], queryFn: ({ signal }) => peopleFrom(values.from, today, signal), enabled: values.people.length === 0, gcTime: 0, staleTime: Infinity })
  useEffect(() => { if (wanted.data && wanted.data.length > 0 && values.people.length === 0) change({ people: wanted.data }) }, [wanted.data, values.people.length, change])
  const marked = Object.keys(values.marks).length
  const saving = useSubmit(async () => {
    const outcome = await send({ id: values.id, method: 'PUT', path: `/records/sheets/${values.id}`, body: batchBody(values), title: t(`batch.title.${values.kind}`, { count: marked }), editAt: `/record/batch?unsent=${values.id}` })
    toast(t(`batch.saved.${outcome.outcome}`, { count: marked }), outcome.outcome === 'undelivered' ? { kind: 'alert' } : {})
    clear()
    // Should the server refuse it later, the sheet opens as it was.
    if (outcome.outcome === 'waiting') writeDraft(`batch.${values.id}`, values)
    void afterFact(client)
    void navigate({ to: '/' })
  })
  const mark = (file: string, row: Partial<BatchRow> | null) => {
    const { [file]: before, ...others } = values.marks
    change({ marks: row ? { ...others, [file]: { id: before?.id ?? newId(), result: 'normal', words: '', ...before, ...row } } : others })
  }
  return { ...draft, ...saving, wanted, marked, mark, today }
}

/** 批量走访/电话表: day and mode once, one tap for each who is well, words only for the others. */
export default function BatchPage() {
  const { t } = useTranslation(['records', 'ui'])
  const batch = useBatch()
  const { values, change, wanted, marked, mark, busy, error, submit } = batch
  const offered = useChoices()
  const results = offered.list('visit-result').filter(({ value }) => value !== 'normal')
  return (
    <Page title={t('page.batch')} back>
      <DraftNote draft={batch} />
      <BatchHead values={values} change={change} today={batch.today} />
      <Section title={t('batch.people')} count={values.people.length || undefined} flush>
        <ErrorPanel error={wanted.error} onRetry={() => void wanted.refetch()} />
        {values.people.length === 0 && wanted.isFetching ? <Skeleton lines={8} /> : null}
        {values.people.length === 0 && wanted.isSuccess ? <EmptyState icon="people" title={t('batch.nobody')} words={t('batch.nobodyWords')} /> : null}
        <ul className="batch-lines" aria-label={t('batch.people')}>
          {values.people.map((person) => <BatchLine key={person.file} person={person} mark={values.marks[person.file]} results={results} onMark={(row) => mark(person.file, row)} />)}
        </ul>
        {values.people.length >= MOST ? <p className="row quiet small">{t('batch.most', { count: MOST })}</p> : null}
      </Section>
      <ErrorPanel error={error} />
      <SaveBar><Button kind="main" tall busy={busy} disabled={marked === 0} onClick={() => void submit()}>{t('batch.save', { count: marked })}</Button>{marked === 0 ? <span className="quiet small">{t('batch.tap')}</span> : null}</SaveBar>
    </Page>
  )
}

interface BatchHeadProps { values: BatchValues; change: (fields: Partial<BatchValues>) => void; today: string }

function BatchHead({ values, change, today }: BatchHeadProps) {
  const { t } = useTranslation('records')
  const { post } = useSignedIn()
  const villages = useQuery({ queryKey: ['people', 'villages', post?.place], enabled: post !== null, queryFn: ({ signal }) => villagesOf(post!.place, signal), staleTime: 60 * 60_000, retry: false })
  const setFrom = (from: string) => change({ from, people: [], marks: {} })
  return (
    <Section>
      <div className="columns">
        <Choice label={t('batch.kind')} look="segmented" value={values.kind} onChange={(kind) => change({ kind, mode: kind === 'visit' ? 'home' : 'phone', minutesEach: kind === 'visit' ? 10 : 5 })}
          options={[{ value: 'visit', label: t('batch.visit') }, { value: 'call', label: t('batch.call') }]} />
        <SelectField label={t('batch.from')} value={values.from} onChange={setFrom}
          options={[{ value: 'due', label: t('batch.due') }, ...(villages.data ?? []).map(({ code, name }) => ({ value: String(code), label: name }))]} />
      </div>
      <OnceForAll values={values} change={change} today={today} />
    </Section>
  )
}

/** Day, mode and company are the same for the whole sheet: one line says them. */
function OnceForAll({ values, change, today }: BatchHeadProps) {
  const { t } = useTranslation('records')
  const offered = useChoices()
  const [open, setOpen] = useState(false)
  const line = [dayText(values.occurredOn, today), offered.code('visit-mode', values.mode), t('batch.each', { count: values.minutesEach }), values.withWhom].filter(Boolean).join(' · ')
  if (!open) return <div className="known-line"><span className="grow">{line}</span><Button kind="quiet" icon="edit" onClick={() => setOpen(true)}>{t('known.change')}</Button></div>
  return (
    <div className="columns">
      <DayField label={t('day')} value={values.occurredOn} today={today} onChange={(occurredOn) => change({ occurredOn })} />
      {values.kind === 'visit' ? <SelectField label={t('mode')} value={values.mode} onChange={(mode) => change({ mode })} options={offered.list('visit-mode').filter(({ value }) => value !== 'phone')} /> : null}
      <NumberStepper label={t('batch.minutesEach')} unit={t('minuteUnit')} step={5} min={1} max={240} value={values.minutesEach} onChange={(minutesEach) => change({ minutesEach: minutesEach ?? 1 })} />
      <TextField label={t('withWhom')} optional maxLength={80} value={values.withWhom} onChange={(withWhom) => change({ withWhom })} />
    </div>
  )
}
