import { useInfiniteQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { FigureOpens, FigureRow, FigureRows } from '#api/indicators.ts'
import { api } from '#web/platform/api.ts'
import { dayText } from '#web/platform/dates.ts'
import { useFilters } from '#web/platform/params.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { EmptyState, Loaded, LoadMore, Notice, Page, Row, Rows, Section } from '#web/ui/index.ts'
import { figureOf } from './figure-path.ts'
import { useFigureChoices } from './use-figure-choices.ts'

const DOORS = { record: '/records/$id', need: '/needs', file: '/residents/$id', service: '/services/$id' } as const

/** The facts behind one figure: those this post may see, and how many it may not. */
export default function FigurePage() {
  const { t } = useTranslation('indicators')
  const [filters] = useFilters()
  const figure = figureOf(filters)
  return figure ? <FactsOf figure={figure} /> : <Page title={t('rows.title')} back><EmptyState icon="search" title={t('rows.none')} /></Page>
}

function FactsOf({ figure }: { figure: FigureOpens }) {
  const { t } = useTranslation('indicators')
  const choices = useFigureChoices()
  const title = choices.data?.indicators.find(({ key }) => key === figure.indicator)
  const query = useInfiniteQuery({
    queryKey: ['figures', 'rows', figure], initialPageParam: '', getNextPageParam: (page: FigureRows) => page.next,
    queryFn: ({ pageParam, signal }) => api.post<FigureRows>('/figures/rows', { ...figure, ...(pageParam && { after: pageParam }) }, { signal }),
  })
  const rows = query.data?.pages.flatMap((page) => page.rows)
  const hidden = query.data?.pages[0]?.hidden ?? 0
  return (
    <Page title={title?.title ?? t('rows.title')} sub={title?.definition} back>
      {hidden > 0 ? <Notice>{t('rows.hidden', { count: hidden })}</Notice> : null}
      <Section flush>
        <Loaded query={{ data: rows, error: query.error, refetch: query.refetch }} lines={8}>
          {(all) => all.length === 0 ? <EmptyState icon="list" title={hidden > 0 ? t('rows.notYours') : t('rows.empty')} /> : (
            <>
              <Rows label={title?.title ?? t('rows.title')}>{all.map((row) => <Fact key={`${row.kind}${row.id}${row.day}`} row={row} />)}</Rows>
              <LoadMore shown={all.length} hasMore={query.hasNextPage} busy={query.isFetchingNextPage} onMore={() => void query.fetchNextPage()} />
            </>
          )}
        </Loaded>
      </Section>
    </Page>
  )
}

function Fact({ row }: { row: FigureRow }) {
  const { t } = useTranslation('indicators')
  const { today } = useSignedIn()
  const door = DOORS[row.kind]
  const names = row.names.slice(0, 3).join(t('comma')) + (row.names.length > 3 ? t('rows.more', { count: row.names.length }) : '')
  return (
    <Row title={names || t('rows.heads', { count: row.heads })} sub={[row.what, row.result, row.place, row.worker].filter(Boolean).join(' · ')} end={<span className="number">{dayText(row.day, today)}</span>}
      to={door.replace('$id', row.id)} />
  )
}
