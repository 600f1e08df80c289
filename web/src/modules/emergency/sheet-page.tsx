import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { CheckRow, ChecksPage } from '#api/emergency.ts'
import { api } from '#web/platform/api.ts'
import { useDraft } from '#web/platform/drafts.ts'
import { send } from '#web/platform/outbox.ts'
import { useParam } from '#web/platform/params.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { useSubmit } from '#web/platform/use-submit.ts'
import { newId } from '#web/platform/uuid.ts'
import { Button, Choice, DateField, EmptyState, ErrorPanel, Loaded, Page, SaveBar, Section, toast } from '#web/ui/index.ts'
import './emergency.css'

const MOST = 60
/** Of the list visit-result, for a door and for a telephone. */
const RESULTS = { home: { safe: 'normal', missed: 'nobody' }, phone: { safe: 'normal', missed: 'no-answer' } } as const
type Answer = 'safe' | 'missed'

/** 补录: what was ticked on paper, entered in one go as one sheet. Who needs help is marked on the list, where his need is written. */
export default function SheetPage() {
  const { t } = useTranslation('emergency')
  const id = useParam('id')
  const query = useQuery({
    queryKey: ['emergency', id, 'sheet'], refetchOnWindowFocus: false,
    queryFn: async ({ signal }) => {
      const ask = (scope: string) => api.post<ChecksPage>(`/emergency/${id}/checks`, { scope, states: ['open', 'missed'], limit: MOST }, { signal })
      const mine = await ask('mine')
      return (mine.rows.length > 0 ? mine : await ask('all')).rows
    },
  })
  return (
    <Page title={t('sheet.title')} sub={t('sheet.sub')} back narrow>
      <Loaded query={query} lines={8}>{(rows) => rows.length === 0 ? <EmptyState icon="check" title={t('sheet.none')} /> : <SheetForm id={id} rows={rows} />}</Loaded>
    </Page>
  )
}

function SheetForm({ id, rows }: { id: string; rows: readonly CheckRow[] }) {
  const { t } = useTranslation('emergency')
  const { today } = useSignedIn()
  const client = useQueryClient()
  const router = useRouter()
  const { values, change, clear } = useDraft(`emergency-sheet.${id}`, { sheet: newId(), mode: 'home' as 'home' | 'phone', occurredOn: today, answers: {} as Record<string, Answer>, ids: {} as Record<string, string> })
  const answered = rows.filter(({ file }) => values.answers[file])
  const answer = (file: string, value: Answer) => change({ answers: { ...values.answers, [file]: value }, ids: { ...values.ids, [file]: values.ids[file] ?? newId() } })
  const { busy, error, submit } = useSubmit(async () => {
    const body = { kind: values.mode === 'home' ? 'visit' : 'call', occurredOn: values.occurredOn, mode: values.mode, rows: answered.map(({ file }) => ({ id: values.ids[file], file, result: RESULTS[values.mode][values.answers[file]!] })) }
    const { outcome } = await send({ id: values.sheet, method: 'PUT', path: `/records/sheets/${values.sheet}`, body, title: t('sheet.saved', { count: answered.length }), editAt: `/emergency/${id}/sheet` })
    clear()
    toast(t(outcome === 'waiting' ? 'sheet.waiting' : 'sheet.saved', { count: answered.length }))
    await client.invalidateQueries({ queryKey: ['emergency'] })
    await router.navigate({ to: `/emergency/${id}` })
  })
  return (
    <>
      <Section>
        <div className="columns">
          <Choice label={t('sheet.how')} look="segmented" value={values.mode} onChange={(mode) => change({ mode })} options={[{ value: 'home', label: t('sheet.home') }, { value: 'phone', label: t('sheet.phone') }]} />
          <DateField label={t('sheet.day')} value={values.occurredOn} today={today} max={today} onChange={(occurredOn) => change({ occurredOn })} />
        </div>
      </Section>
      <Section title={t('list')} count={`${answered.length} / ${rows.length}`}>
        <div className="check-sheet">
          {rows.map((row) => (
            <Choice key={row.file} label={`${row.name} · ${row.villageName}`} look="segmented" value={values.answers[row.file]} onChange={(value) => answer(row.file, value)} options={[{ value: 'safe', label: t('state.safe') }, { value: 'missed', label: t('state.missed') }]} />
          ))}
        </div>
      </Section>
      <ErrorPanel error={error} />
      <SaveBar><Button kind="main" tall block busy={busy} disabled={answered.length === 0} onClick={() => void submit()}>{t('sheet.save', { count: answered.length })}</Button></SaveBar>
    </>
  )
}
