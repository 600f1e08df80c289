import { useInfiniteQuery, useQueries } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { NeedRow } from '#api/needs.ts'
import type { RecordRow, RecordView } from '#api/records.ts'
import type { ResidentView } from '#api/residents.ts'
import type { ServiceRow } from '#api/services.ts'
import { useChoices } from '#web/modules/standards/choices.ts'
import { PAGE_ROLES } from '#web/page-roles.ts'
import { api } from '#web/platform/api.ts'
import { dayText } from '#web/platform/dates.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { Button, EmptyState, ErrorPanel, GoTo, Section, Skeleton, Tag, Timeline } from '#web/ui/index.ts'
import { CASEWORKERS, VILLAGERS } from '../../roles.ts'

const RecordSheet = lazy(() => import('#web/modules/records/record-sheet.tsx'))
const NeedSheet = lazy(() => import('#web/modules/needs/need-sheet.tsx'))
const ContactYears = lazy(() => import('./contact-years.tsx'))
const ASKED = 50
/** More only when asked for: on a phone the file itself stands below. */
const AT_FIRST = 8

interface RecordsOf { rows: RecordRow[]; next: string | null }

/** Records, needs and professional services of this file and of those merged into it. */
function useHistory(file: ResidentView) {
  const files = [file.id, ...file.mergedFrom.map((one) => one.file)]
  const records = useQueries({ queries: files.map((id) => ({
    queryKey: ['records', 'of', id], gcTime: 0, queryFn: ({ signal }: { signal: AbortSignal }) => api.post<RecordsOf>('/records/list', { file: id, limit: ASKED, counted: false }, { signal }),
  })) })
  // Older contacts of the file itself, when somebody wants them.
  const older = useInfiniteQuery({
    queryKey: ['records', 'older', file.id], enabled: false, gcTime: 0, initialPageParam: records[0]?.data?.next ?? '', getNextPageParam: (page: RecordsOf) => page.next,
    queryFn: ({ pageParam, signal }) => api.post<RecordsOf>('/records/list', { file: file.id, limit: ASKED, counted: false, after: pageParam }, { signal }),
  })
  const needs = useQueries({ queries: files.map((id) => ({
    queryKey: ['needs', 'of', id], gcTime: 0, queryFn: ({ signal }: { signal: AbortSignal }) => api.post<{ rows: NeedRow[] }>('/needs/list', { file: id, limit: ASKED }, { signal }),
  })) })
  const mayAskServices = useSignedIn().mayAct(PAGE_ROLES['/services'])
  const services = useQueries({ queries: mayAskServices ? files.map((id) => ({
    queryKey: ['services', 'of', id], gcTime: 0, queryFn: ({ signal }: { signal: AbortSignal }) => api.post<{ rows: ServiceRow[] }>('/services/list', { client: id, limit: 20 }, { signal }),
  })) : [] })
  const all = [...records, ...needs, ...services]
  return {
    older, more: older.data ? older.hasNextPage : (records[0]?.data?.next ?? null) !== null,
    records: [...records.flatMap((query) => query.data?.rows ?? []), ...(older.data?.pages.flatMap(({ rows }) => rows) ?? [])], needs: needs.flatMap((query) => query.data?.rows ?? []), services: services.flatMap((query) => query.data?.rows ?? []),
    error: all.find((query) => query.error)?.error, waits: all.some((query) => query.isLoading),
  }
}

/** What was said the last three times, for who stands before the door. Reading it leaves a trace, as opening the record does. */
const READ = 3
function useLastWords(records: readonly RecordRow[], waits: boolean): ReadonlyMap<string, string> {
  const { mayAct } = useSignedIn()
  const last = waits || !mayAct([...CASEWORKERS, ...VILLAGERS]) ? [] : records.filter((row) => !row.voided && (row.kind === 'visit' || row.kind === 'call')).sort((a, b) => b.occurredOn.localeCompare(a.occurredOn)).slice(0, READ)
  const read = useQueries({ queries: last.map(({ id }) => ({ queryKey: ['records', 'one', id], gcTime: 0, queryFn: ({ signal }: { signal: AbortSignal }) => api.get<RecordView>(`/records/${id}`, { signal }) })) })
  return new Map(read.flatMap(({ data }) => (data?.words ? [[data.id, data.words] as const] : [])))
}

const REACHED = ['normal', 'needs-attention']

/** 上次联系 昨天 */
export function LastContact({ file }: { file: ResidentView }) {
  const { t } = useTranslation('residents')
  const { today } = useSignedIn()
  const { records, waits } = useHistory(file)
  const last = records.filter((row) => !row.voided && (row.kind === 'visit' || row.kind === 'call') && REACHED.includes(row.result ?? '')).sort((a, b) => b.occurredOn.localeCompare(a.occurredOn))[0]
  if (waits) return null
  return <span className="quiet">{last ? t('last', { day: dayText(last.occurredOn, today) }) : t('neverReached')}</span>
}

/** What was done for the person and what he needed, newest first. */
export function TimelineSection({ file }: { file: ResidentView }) {
  const { t } = useTranslation(['residents', 'needs', 'records', 'ui'])
  const { today } = useSignedIn()
  const offered = useChoices()
  const { records, needs, services, error, waits, older, more } = useHistory(file)
  const words = useLastWords(records, waits)
  const [all, setAll] = useState(false)
  const [byYear, setByYear] = useState(false)
  const [shown, setShown] = useState<{ kind: 'record' | 'need'; id: string }>()
  const resultText = (result: string) => (result === 'normal' ? t('records:result.normal') : result === 'needs-attention' ? t('records:result.attention') : offered.code('visit-result', result))
  const items = [
    ...records.map((row) => ({
      id: row.id, day: row.occurredOn, when: `${dayText(row.occurredOn, today)} · ${row.workerName}`,
      title: <Button kind="quiet" onClick={() => setShown({ kind: 'record', id: row.id })}>{[t(`records:kind.${row.kind}`), row.title, row.result ? resultText(row.result) : ''].filter(Boolean).join(' · ')}</Button>,
      body: <>{words.has(row.id) ? <p className="words">{words.get(row.id)}</p> : null}<span className="inline">{row.item ? offered.item(row.item) : null}{row.voided ? <Tag>{t('voided')}</Tag> : null}{row.late ? <Tag>{t('late')}</Tag> : null}</span></>,
    })),
    ...needs.map((row) => ({
      id: row.id, day: row.foundOn, when: dayText(row.foundOn, today),
      title: <Button kind="quiet" onClick={() => setShown({ kind: 'need', id: row.id })}>{[t('needFound'), row.item ? offered.item(row.item) : ''].filter(Boolean).join(' · ')}</Button>,
      body: <Tag tone={row.state === 'closed' ? undefined : 'accent'}>{row.outcome ? t(`needs:outcome.${row.outcome}`) : t(`needs:state.${row.state}`)}</Tag>,
    })),
    ...services.map((row) => ({
      id: row.id, day: row.openedOn, when: `${dayText(row.openedOn, today)} · ${row.workerName}`, title: <GoTo to={`/services/${row.id}`}>{t('serviceBegan', { what: offered.text(row.methodTitle) })}</GoTo>,
      body: <Tag tone={row.state === 'open' ? 'accent' : undefined}>{row.closedOn ? t('serviceEnded', { day: dayText(row.closedOn, today) }) : offered.text(row.stageTitle)}</Tag>,
    })),
  ].sort((a, b) => b.day.localeCompare(a.day))
  const close = () => setShown(undefined)
  return (
    <Section title={t('timeline')} count={waits || more ? undefined : items.length} action={records.length > AT_FIRST ? <Button kind="quiet" onClick={() => setByYear(true)}>{t('years.begin')}</Button> : undefined}>
      <ErrorPanel error={error ?? older.error} />
      {waits ? <Skeleton lines={6} /> : items.length === 0 && !error ? <EmptyState icon="walk" title={t('noTimeline')} words={t('noTimelineWords')} /> : <Timeline label={t('timeline')} items={all ? items : items.slice(0, AT_FIRST)} />}
      {!all && items.length > AT_FIRST ? <div className="more"><Button onClick={() => setAll(true)}>{t('ui:more.load')}</Button></div> : null}
      {all && more ? <div className="more"><Button disabled={older.isFetching} onClick={() => void older.fetchNextPage()}>{t('olderContacts')}</Button></div> : null}
      <Suspense fallback={null}>
        {shown?.kind === 'record' ? <RecordSheet id={shown.id} onClose={close} /> : null}
        {byYear ? <ContactYears file={file.id} onClose={() => setByYear(false)} /> : null}
        {shown?.kind === 'need' ? <NeedSheet id={shown.id} onClose={close} /> : null}
      </Suspense>
    </Section>
  )
}
