import { useInfiniteQuery } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ListLine, ListPage } from '#api/needs.ts'
import { useChoices } from '#web/modules/standards/choices.ts'
import { api } from '#web/platform/api.ts'
import { dayText } from '#web/platform/dates.ts'
import { useFilters } from '#web/platform/params.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { Check, Choice, EmptyState, GoTo, Loaded, LoadMore, Page, Section, SimpleTable, Tag, type Column } from '#web/ui/index.ts'
import { useWhere } from './needs-page.tsx'
import './needs.css'

const NeedSheet = lazy(() => import('./need-sheet.tsx'))
const KINDS = ['problem', 'service', 'resource', 'project'] as const
type Kind = (typeof KINDS)[number]

/** 四张清单: the same needs as problems, services, resources and projects. Nobody fills them in. */
export default function ListsPage() {
  const { t } = useTranslation('needs')
  const where = useWhere()
  const [filters, setFilters] = useFilters()
  const kind: Kind = KINDS.find((each) => each === filters.kind) ?? 'problem'
  const openOnly = filters.open !== 'no'
  const [shown, setShown] = useState<string>()
  const query = useInfiniteQuery({
    queryKey: ['lists', kind, openOnly, where], initialPageParam: '', getNextPageParam: (page: ListPage) => page.next,
    queryFn: ({ pageParam, signal }) => api.post<ListPage>(`/lists/${kind}`, { ...where, openOnly, ...(pageParam && { after: pageParam }) }, { signal }),
  })
  const lines = query.data?.pages.flatMap((page) => page.rows)
  const columns = useColumns(kind, setShown)
  return (
    <Page title={t('page.lists')} sub={t(`lists.words.${kind}`)}>
      <div className="tabs-row">
        <Choice<Kind> label={t('lists.which')} look="segmented" value={kind} onChange={(next) => setFilters({ kind: next })} options={KINDS.map((value) => ({ value, label: t(`lists.${value}`) }))} />
        <Check label={t('lists.openOnly')} checked={openOnly} onChange={(only) => setFilters({ open: only ? undefined : 'no' })} />
      </div>
      <Section flush>
        <Loaded query={{ data: lines, error: query.error, refetch: query.refetch }} lines={8}>
          {(rows) => rows.length === 0 ? <EmptyState icon="list" title={t('lists.empty')} words={t(`lists.emptyWords.${kind}`)} action={<GoTo to="/needs">{t('page.list')}</GoTo>} /> : (
            <>
              <SimpleTable columns={columns} rows={rows} rowKey={(line) => line.need ?? line.item} caption={t(`lists.${kind}`)} />
              <LoadMore shown={rows.length} count={query.data?.pages[0]?.count} hasMore={query.hasNextPage} busy={query.isFetchingNextPage} onMore={() => void query.fetchNextPage()} />
            </>
          )}
        </Loaded>
      </Section>
      <Suspense fallback={null}>{shown ? <NeedSheet id={shown} onClose={() => setShown(undefined)} /> : null}</Suspense>
    </Page>
  )
}

function useColumns(kind: Kind, onOpen: (need: string) => void): Column<ListLine>[] {
  const { t } = useTranslation('needs')
  const { today } = useSignedIn()
  const offered = useChoices()
  const whatOf = (line: ListLine) => {
    const text = line.item ? offered.item(line.item) : t('noItem')
    return line.need === null ? text : <button type="button" className="link" onClick={() => onOpen(line.need!)}>{text}</button>
  }
  const columns: (Column<ListLine> & { on?: readonly Kind[] })[] = [
    { key: 'what', head: t('item.label'), lead: true, cell: whatOf },
    { key: 'name', head: t('who.label'), on: ['problem', 'service', 'resource'], cell: (line) => line.name ?? t('who.unknown') },
    { key: 'needs', head: t('lists.needs'), align: 'end', on: ['project'], cell: (line) => line.needs },
    { key: 'people', head: t('lists.people'), align: 'end', on: ['project'], cell: (line) => line.people },
    { key: 'place', head: t('lists.place'), cell: (line) => line.servedPlaceName },
    { key: 'found', head: t('foundOn'), cell: (line) => dayText(line.foundOn, today) },
    { key: 'measure', head: t('measure'), cell: (line) => line.measure || <span className="quiet">{t('lists.missing')}</span> },
    { key: 'owner', head: t('owner'), cell: (line) => line.ownerName ?? <span className="quiet">{t('lists.missing')}</span> },
    { key: 'due', head: t('due'), cell: (line) => line.dueOn ? dayText(line.dueOn, today) : <span className="quiet">{t('lists.missing')}</span> },
    { key: 'state', head: t('lists.state'), cell: (line) => <>{line.overdue ? <Tag tone="strong">{t('overdue')}</Tag> : null} <Tag>{t(`lists.states.${line.state}`)}</Tag></> },
  ]
  return columns.filter(({ on }) => !on || on.includes(kind))
}
