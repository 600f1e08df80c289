import { useInfiniteQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import type { ServiceFilter, ServiceRow } from '#api/services.ts'
import { useColleagues } from '#web/modules/accounts/colleagues.ts'
import { PAGE_ROLES } from '#web/page-roles.ts'
import { api } from '#web/platform/api.ts'
import { useFilters } from '#web/platform/params.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { Choice, EmptyState, LinkButton, Loaded, LoadMore, Page, Rows, Section, SelectField } from '#web/ui/index.ts'
import { useText } from './form/use-text.ts'
import { isOfCounty } from '#web/roles.ts'
import { useWaysByWhom } from './method-field.tsx'
import { ServiceLine } from './service-line.tsx'
import { useMethods } from './use-service.ts'
import './services.css'

const Tally = lazy(() => import('./tally-section.tsx'))

interface ServicePageView { rows: ServiceRow[]; next: string | null; count?: number | '1000+' }

const VIEWS = ['open', 'mine', 'gaps', 'offered', 'closed'] as const
type View = (typeof VIEWS)[number]

function filterOf(view: View, account: string, filters: Record<string, string>): Partial<ServiceFilter> {
  const chosen = { ...(filters.method && { method: filters.method }), ...(filters.stage && { stage: filters.stage }), ...(filters.worker && { worker: filters.worker }), ...(filters.counts && { counts: filters.counts as 'case' }) }
  switch (view) {
    case 'open': return { states: ['open'], ...chosen }
    case 'mine': return { states: ['open'], ...chosen, worker: account }
    case 'gaps': return { states: ['open'], ...chosen, gapsOnly: true }
    case 'offered': return { states: ['offered'], ...chosen }
    case 'closed': return { states: ['closed'], ...chosen }
  }
}

/** 专业服务: cases, groups, activities and every other way of serving, by what they wait for. */
export default function ServicesPage() {
  const { t } = useTranslation('services')
  const { account, post, mayAct } = useSignedIn()
  const [filters, setFilters] = useFilters()
  const view = VIEWS.find((each) => each === filters.view) ?? 'open'
  const asked = { ...filterOf(view, account.id, filters), ...(post?.station && !isOfCounty(post.role) && { station: post.station }) }
  const query = useInfiniteQuery({
    queryKey: ['services', 'list', asked], initialPageParam: '', getNextPageParam: (page: ServicePageView) => page.next,
    queryFn: ({ pageParam, signal }) => api.post<ServicePageView>('/services/list', { ...asked, ...(pageParam && { after: pageParam }) }, { signal }),
  })
  const rows = query.data?.pages.flatMap((page) => page.rows)
  const tallied = useMethods().data?.rows.find(({ key, tally }) => key === filters.method && tally !== null)
  return (
    <Page title={t('page')} actions={<>{mayAct(PAGE_ROLES['/doors']) ? <LinkButton to="/doors">{t('doors')}</LinkButton> : null}{mayAct(PAGE_ROLES['/services/new']) ? <LinkButton to="/services/new" kind="main" icon="plus">{t(post?.station === null ? 'open.page' : 'open.begin')}</LinkButton> : null}</>}>
      <div className="tabs-row"><Choice<View> label={t('view.label')} value={view} onChange={(next) => setFilters({ view: next })} options={VIEWS.map((value) => ({ value, label: t(`view.${value}`) }))} /></div>
      <Filters filters={filters} onFilters={setFilters} />
      {tallied ? <Suspense fallback={null}><Tally method={tallied} /></Suspense> : null}
      <Section flush>
        <Loaded query={{ data: rows, error: query.error, refetch: query.refetch }} lines={6}>
          {(services) => services.length === 0 ? <EmptyState icon="task" title={t(`empty.${view}`)} words={t('empty.words')} /> : (
            <>
              <Rows label={t('page')}>{services.map((service) => <ServiceLine key={service.id} service={service} />)}</Rows>
              <LoadMore shown={services.length} count={query.data?.pages[0]?.count} hasMore={query.hasNextPage} busy={query.isFetchingNextPage} onMore={() => void query.fetchNextPage()} />
            </>
          )}
        </Loaded>
      </Section>
    </Page>
  )
}

function Filters({ filters, onFilters }: { filters: Record<string, string>; onFilters: (fields: Record<string, string | undefined>) => void }) {
  const { t } = useTranslation('services')
  const say = useText()
  const methods = useMethods().data?.rows ?? []
  const colleagues = useColleagues().data ?? []
  const ways = useWaysByWhom(methods)
  const method = methods.find(({ key }) => key === filters.method)
  return (
    <div className="service-filters no-print">
      <SelectField label={t('filter.method')} none={t('filter.any')} value={filters.method ?? ''} onChange={(key) => onFilters({ method: key || undefined, stage: undefined })} options={ways} />
      {method ? <SelectField label={t('filter.stage')} none={t('filter.any')} value={filters.stage ?? ''} onChange={(stage) => onFilters({ stage: stage || undefined })} options={method.stages.map(({ key, title }) => ({ value: key, label: say(title) }))} />
        : <SelectField label={t('filter.counts')} none={t('filter.any')} value={filters.counts ?? ''} onChange={(counts) => onFilters({ counts: counts || undefined })} options={(['case', 'group', 'activity', 'service'] as const).map((value) => ({ value, label: t(`counts.${value}`) }))} />}
      {colleagues.length > 1 ? <SelectField label={t('filter.worker')} none={t('filter.any')} value={filters.worker ?? ''} onChange={(worker) => onFilters({ worker: worker || undefined })} options={colleagues.map(({ id, name }) => ({ value: id, label: name }))} /> : null}
    </div>
  )
}
