import { useInfiniteQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { OverdueView } from '#api/duties.ts'
import { PAGE_ROLES } from '#web/page-roles.ts'
import { api } from '#web/platform/api.ts'
import { dayText } from '#web/platform/dates.ts'
import { useFilters } from '#web/platform/params.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { EmptyState, Loaded, LoadMore, Notice, Page, Row, Rows, Section, Tag } from '#web/ui/index.ts'
import { Risk } from './due-row.tsx'

/** 高风险逾期: whom the board's light counts, the longest overdue first. */
export default function OverduePage() {
  const { t } = useTranslation('duties')
  const { today, mayAct } = useSignedIn()
  const [{ station }] = useFilters()
  const query = useInfiniteQuery({
    queryKey: ['duties', 'overdue', station], enabled: Boolean(station), initialPageParam: '', getNextPageParam: (page: OverdueView) => page.next,
    queryFn: ({ pageParam, signal }) => api.post<OverdueView>('/duties/overdue', { station, ...(pageParam && { after: pageParam }) }, { signal }),
  })
  const rows = query.data?.pages.flatMap((page) => page.rows)
  const hidden = query.data?.pages[0]?.hidden ?? 0
  if (!station) return <Page title={t('overdue.title')} back><EmptyState icon="search" title={t('overdue.none')} /></Page>
  return (
    <Page title={t('overdue.title')} sub={t('overdue.sub')} back>
      {hidden > 0 ? <Notice>{t('overdue.hidden', { count: hidden })}</Notice> : null}
      <Section flush>
        <Loaded query={{ data: rows, error: query.error, refetch: query.refetch }} lines={6}>
          {(all) => all.length === 0 ? <EmptyState icon="check" title={hidden > 0 ? t('overdue.notYours') : t('overdue.nobody')} /> : (
            <>
              <Rows label={t('overdue.title')}>
                {all.map((row) => (
                  <Row key={row.file} title={<span className="inline">{row.name}<Risk risk={row.risk} /></span>}
                    sub={[row.villageName, row.workerName ?? t('head.nobody'), row.lastOn ? t('head.seen', { day: dayText(row.lastOn, today) }) : t('last.never')].join(' · ')}
                    end={<Tag tone="strong">{t('when.late', { count: row.daysLate })}</Tag>} to={mayAct(PAGE_ROLES['/residents/$id']) ? `/residents/${row.file}` : undefined} />
                ))}
              </Rows>
              <LoadMore shown={all.length} hasMore={query.hasNextPage} busy={query.isFetchingNextPage} onMore={() => void query.fetchNextPage()} />
            </>
          )}
        </Loaded>
      </Section>
    </Page>
  )
}
