import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RecordKind, UnclassifiedPage as Got, UnclassifiedRow } from '#api/records.ts'
import { api } from '#web/platform/api.ts'
import { addDays, monthText } from '#web/platform/dates.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { useSubmit } from '#web/platform/use-submit.ts'
import { Button, Choice, EmptyState, ErrorPanel, Loaded, LoadMore, Page, Section, toast } from '#web/ui/index.ts'
import { afterFact } from './save-record.ts'
import { UnclassifiedLine } from './unclassified-line.tsx'
import './records.css'

const RecordSheet = lazy(() => import('./record-sheet.tsx'))

function useUnclassified(month: string) {
  const { post } = useSignedIn()
  return useInfiniteQuery({
    queryKey: ['unclassified', post?.station, month], initialPageParam: '', getNextPageParam: (page: Got) => page.next,
    queryFn: ({ pageParam, signal }) => api.post<Got>('/records/unclassified', { month, limit: 50, ...(post?.station && { station: post.station }), ...(pageParam && { after: pageParam }) }, { signal }),
  })
}

/** 本月待归类: what was recorded first is classified now, mostly by saying yes. */
export default function UnclassifiedPage() {
  const { t } = useTranslation('records')
  const { today } = useSignedIn()
  const client = useQueryClient()
  const lastMonth = addDays(`${today.slice(0, 7)}-01`, -1).slice(0, 7)
  const [month, setMonth] = useState(today.slice(0, 7))
  const [kind, setKind] = useState<RecordKind | 'all'>('all')
  const [chosen, setChosen] = useState<Record<string, string>>({})
  const [shown, setShown] = useState<string>()
  const query = useUnclassified(month)
  const rows = query.data?.pages.flatMap((page) => page.rows)
  const visible = rows?.filter((row) => kind === 'all' || row.kind === kind)
  const itemOf = (row: UnclassifiedRow) => chosen[row.id] ?? row.suggestions[0]?.item
  const classify = async (accepted: readonly UnclassifiedRow[]) => {
    const body = { rows: accepted.slice(0, 200).flatMap((row) => { const item = itemOf(row); return item ? [{ id: row.id, version: row.version, item }] : [] }) }
    await api.post('/records/classify', body)
    toast(t('sort.done', { count: body.rows.length }))
    await afterFact(client)
  }
  const { busy, error, submit } = useSubmit(() => classify((visible ?? []).filter(itemOf)))
  const ready = (visible ?? []).filter(itemOf).length
  return (
    <Page title={t('page.unclassified')} sub={t('sort.words')} actions={ready > 0 ? <Button kind="main" icon="check" busy={busy} onClick={() => void submit()}>{t('sort.all', { count: ready })}</Button> : null}>
      <Section>
        <div className="columns">
          <Choice label={t('sort.month')} look="segmented" value={month} onChange={setMonth} options={[{ value: today.slice(0, 7), label: monthText(today) }, { value: lastMonth, label: monthText(lastMonth) }]} />
          <Kinds rows={rows ?? []} kind={kind} onChange={setKind} />
        </div>
      </Section>
      <ErrorPanel error={error} />
      <Section flush>
        <Loaded query={{ data: visible, error: query.error, refetch: query.refetch }} lines={8}>
          {(list) => list.length === 0 ? <EmptyState icon="check" title={t('sort.nothing')} words={t('sort.nothingWords')} /> : (
            <>
              <ul className="sort-lines" aria-label={t('page.unclassified')}>
                {list.map((row) => <UnclassifiedLine key={row.id} row={row} item={itemOf(row)} onItem={(item) => setChosen((before) => ({ ...before, [row.id]: item }))} onAccept={() => classify([row])} onOpen={() => setShown(row.id)} />)}
              </ul>
              <LoadMore shown={list.length} count={query.data?.pages[0]?.count} hasMore={query.hasNextPage} busy={query.isFetchingNextPage} onMore={() => void query.fetchNextPage()} />
            </>
          )}
        </Loaded>
      </Section>
      <Suspense fallback={null}>{shown ? <RecordSheet id={shown} onClose={() => setShown(undefined)} /> : null}</Suspense>
    </Page>
  )
}

/** One kind at a time is faster to read; only kinds that are there. */
function Kinds({ rows, kind, onChange }: { rows: readonly UnclassifiedRow[]; kind: RecordKind | 'all'; onChange: (kind: RecordKind | 'all') => void }) {
  const { t } = useTranslation('records')
  const counts = new Map<RecordKind, number>()
  for (const row of rows) counts.set(row.kind, (counts.get(row.kind) ?? 0) + 1)
  if (counts.size < 2) return null
  const options = [{ value: 'all' as const, label: t('sort.allKinds') }, ...Array.from(counts, ([value, count]) => ({ value, label: t('sort.kindCount', { kind: t(`kind.${value}`), count }) }))]
  return <Choice<RecordKind | 'all'> label={t('sort.kind')} value={kind} onChange={onChange} options={options} />
}
