import { useInfiniteQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { ContractRow } from '#api/contracts.ts'
import { api } from '#web/platform/api.ts'
import { useFilters } from '#web/platform/params.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { Choice, EmptyState, LinkButton, Loaded, LoadMore, Page, Row, Rows, Section, Tag } from '#web/ui/index.ts'

const STATES = ['running', 'coming', 'over'] as const
type State = (typeof STATES)[number]
interface Got { rows: ContractRow[]; next: string | null }

/** 合同: those of one's county, agency or station. */
export default function ContractsPage() {
  const { t } = useTranslation('contracts')
  const { mayAct } = useSignedIn()
  const [filters, change] = useFilters()
  const state: State = STATES.find((one) => one === filters.state) ?? 'running'
  const query = useInfiniteQuery({
    queryKey: ['contracts', state], initialPageParam: '', getNextPageParam: (page: Got) => page.next,
    queryFn: ({ pageParam, signal }) => api.get<Got>(`/contracts?${new URLSearchParams({ state, ...(pageParam && { after: pageParam }) })}`, { signal }),
  })
  const rows = query.data?.pages.flatMap((page) => page.rows)
  return (
    <Page title={t('title')} actions={mayAct(['county_bureau']) ? <LinkButton to="/contracts/new" kind="main" icon="plus">{t('add')}</LinkButton> : null}>
      <div className="tabs-row"><Choice<State> label={t('filter.state')} value={state} onChange={(next) => change({ state: next })} options={STATES.map((value) => ({ value, label: t(`state.${value}`) }))} /></div>
      <Section flush>
        <Loaded query={{ data: rows, error: query.error, refetch: query.refetch }} lines={5}>
          {(contracts) => contracts.length === 0 ? <EmptyState icon="contract" title={t('empty')} words={t('emptyWords')} /> : (
            <>
              <Rows label={t('title')}>{contracts.map((row) => <ContractLine key={row.id} row={row} />)}</Rows>
              <LoadMore shown={contracts.length} hasMore={query.hasNextPage} busy={query.isFetchingNextPage} onMore={() => void query.fetchNextPage()} />
            </>
          )}
        </Loaded>
      </Section>
    </Page>
  )
}

function ContractLine({ row }: { row: ContractRow }) {
  const { t } = useTranslation('contracts')
  const sub = [row.agencyName, t('period', { from: row.from, until: row.until }), ...(row.state === 'running' ? [t('daysLeft', { count: row.daysLeft })] : [])].join(' · ')
  return <Row wrap title={row.title} sub={sub} to={`/contracts/${row.id}`} end={row.state === 'running' ? <Tag tone="accent">{t('timeGone', { percent: row.timeGone })}</Tag> : <Tag>{t(`state.${row.state}`)}</Tag>} />
}
