import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DutyRow, TodayView } from '#api/duties.ts'
import { instantText } from '#web/platform/dates.ts'
import { useOutbox, type Waiting } from '#web/platform/outbox.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { Button, Choice, EmptyState, Loaded, LoadMore, Notice, Rows, Section, SelectField } from '#web/ui/index.ts'
import { afterFact } from '../records/save-record.ts'
import { askMine, askToday } from './today-api.ts'
import { DueRow, type Act } from './due-row.tsx'
import { nearest, setNearest } from './nearest.ts'
import './duties.css'

const DueAct = lazy(() => import('./due-act.tsx'))
const CoverSheet = lazy(() => import('./cover-sheet.tsx'))

type Scope = 'mine' | 'station'
type Show = 'now' | 'overdue' | 'put-off'

export function useToday(scope: Scope, show: Show, village: number | undefined) {
  const near = village ?? nearest()
  return useInfiniteQuery({
    queryKey: ['today', scope, show, village], initialPageParam: '', getNextPageParam: (page: TodayView) => page.next,
    queryFn: ({ pageParam, signal }): Promise<TodayView & { knownAt?: string }> => {
      const where = { ...(near && { near }), ...(pageParam && { after: pageParam }) }
      if (scope === 'mine' && show === 'now' && !village) return askMine(where, signal)
      return askToday({ scope, ...(show !== 'now' && { state: show }), ...where, ...(village && { village }) }, signal)
    },
  })
}

interface SentBody { files?: string[]; rows?: { file: string }[] }
/** Whom a record, or a whole sheet, is about. */
const filesIn = (body: unknown): string[] => {
  const { files = [], rows = [] } = (body ?? {}) as SentBody
  return [...files, ...rows.map(({ file }) => file)]
}
/** Whom this browser has a record of that is not sent yet. */
const unsentFiles = (rows: readonly Waiting[]) => new Set(rows.filter(({ state }) => state !== 'refused').flatMap(({ body }) => filesIn(body)))

/** What waited has reached the server: whom it was about is no longer due. */
function useFreshAfterSending(waiting: number) {
  const client = useQueryClient()
  const before = useRef(waiting)
  useEffect(() => {
    if (waiting < before.current) void afterFact(client)
    before.current = waiting
  }, [waiting, client])
}

/** Who is due today and overdue; nearest village first. One tap each for the nine of ten that are well. */
export default function DueBlock() {
  const { t } = useTranslation('duties')
  const { mayAct, role, today: day } = useSignedIn()
  // A head looks after everybody; his own people are one tap away, and the ones he finds without network.
  const [scope, setScope] = useState<Scope>(role === 'station_head' && navigator.onLine ? 'station' : 'mine')
  const [show, setShow] = useState<Show>('now')
  const [village, setVillage] = useState('')
  const [act, setAct] = useState<{ row: DutyRow; act: Act }>()
  const [covering, setCovering] = useState(false)
  const today = useToday(scope, show, village ? Number(village) : undefined)
  const first = today.data?.pages[0]
  const rows = today.data?.pages.flatMap((page) => page.rows)
  const waiting = useOutbox()
  const unsent = unsentFiles(waiting)
  useFreshAfterSending(waiting.length)
  return (
    <Section title={t('due.title')} count={first ? first.counts.due + first.counts.overdue : undefined} flush
      action={mayAct(['station_head', 'worker']) ? <Button kind="quiet" onClick={() => setCovering(true)}>{t('cover.open')}</Button> : null}>
      <Filters {...{ scope, setScope, show, setShow, village, setVillage }} counts={first?.counts} rows={rows ?? []} />
      {first?.knownAt ? <Notice>{t('due.knownAt', { at: instantText(first.knownAt, day) })}</Notice> : null}
      <Loaded query={{ data: rows, error: today.error, refetch: today.refetch }} lines={6}>
        {(due) => due.length === 0 ? <EmptyState icon="check" title={t(`due.empty.${show}`)} words={t(scope === 'mine' ? 'due.emptyMine' : 'due.emptyStation')} /> : (
          <>
            <Rows label={t('due.title')}>{due.map((row) => <DueRow key={row.id} row={row} isUnsent={unsent.has(row.file)} onAct={(which) => setAct({ row, act: which })} />)}</Rows>
            <LoadMore shown={due.length} count={first?.count} hasMore={today.hasNextPage} busy={today.isFetchingNextPage} onMore={() => void today.fetchNextPage()} />
          </>
        )}
      </Loaded>
      <Suspense fallback={null}>
        {act ? <DueAct row={act.row} act={act.act} onClose={() => setAct(undefined)} onSaved={() => setNearest(act.row.village)} /> : null}
        {covering ? <CoverSheet onClose={() => setCovering(false)} /> : null}
      </Suspense>
    </Section>
  )
}

interface FiltersProps {
  scope: Scope; setScope: (scope: Scope) => void; show: Show; setShow: (show: Show) => void; village: string; setVillage: (village: string) => void
  counts: TodayView['counts'] | undefined; rows: readonly DutyRow[]
}

function Filters({ scope, setScope, show, setShow, village, setVillage, counts, rows }: FiltersProps) {
  const { t } = useTranslation('duties')
  const [known, setKnown] = useState<ReadonlyMap<string, string>>(new Map())
  const seen = new Map(rows.map((row) => [String(row.village), row.villageName]))
  if ([...seen.keys()].some((code) => !known.has(code))) setKnown(new Map([...known, ...seen]))
  const shows = [
    { value: 'now' as const, label: counts ? t('due.showCount', { what: t('due.show.now'), count: counts.due + counts.overdue }) : t('due.show.now') },
    { value: 'overdue' as const, label: counts ? t('due.showCount', { what: t('due.show.overdue'), count: counts.overdue }) : t('due.show.overdue') },
    { value: 'put-off' as const, label: counts ? t('due.showCount', { what: t('due.show.put-off'), count: counts.putOff }) : t('due.show.put-off') },
  ]
  return (
    <div className="due-filters">
      <Choice label={t('due.scope')} look="segmented" value={scope} onChange={setScope} options={[{ value: 'mine', label: t('due.mine') }, { value: 'station', label: t('due.station') }]} />
      {known.size > 1 ? <SelectField label={t('due.village')} none={t('due.allVillages')} value={village} onChange={setVillage} options={Array.from(known, ([value, label]) => ({ value, label }))} /> : null}
      <Choice label={t('due.which')} look="segmented" value={show} onChange={setShow} options={shows} />
    </div>
  )
}
