import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { PlaceRow } from '#api/places.ts'
import type { LadderView } from '#api/standards.ts'
import type { StationFilter, StationRow } from '#api/stations.ts'
import { useChoices } from '#web/modules/standards/choices.ts'
import { api } from '#web/platform/api.ts'
import { dayText } from '#web/platform/dates.ts'
import { useFilters } from '#web/platform/params.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { useIsDesk } from '#web/platform/use-media.ts'
import { DataTable, type DataColumn, type FilterField, type Filters, type PageAnswer } from '#web/ui/desk/data-table.tsx'
import { EmptyState, GoTo, LinkButton, Page, Tag } from '#web/ui/index.ts'
import { ReadinessOf } from './readiness-of.tsx'
import { DIRECTS, MAY_BUILD } from './who.ts'

const TIERS = ['general', 'township', 'room'] as const

function bodyOf({ place, tier, readiness, buildMode, openOn, redistricted, all }: Filters, after: string | undefined): Partial<StationFilter> {
  return {
    ...(place && { place: Number(place) }), ...(tier && { tiers: [tier] as StationFilter['tiers'] }), ...(readiness && { readiness }), ...(buildMode && { buildMode }),
    ...(openOn && { openOn }), ...(redistricted && { redistricted: redistricted === 'yes' }), ...(all && { all: true }), ...(after && { after }),
  }
}

/** The places one level below the post's, and the one a link asked for. */
function usePlaces(): { value: string; label: string }[] {
  const { post } = useSignedIn()
  const [{ place: asked }] = useFilters()
  const own = post?.place ?? 0
  const { data } = useQuery({
    queryKey: ['places', 'below', own, asked ?? ''], staleTime: Infinity,
    queryFn: async ({ signal }) => {
      const get = (query: string) => api.get<{ rows: PlaceRow[] }>(`/places?${query}`, { signal })
      const [below, named] = await Promise.all([get(`parent=${own}`), get(`codes=${[own, ...(asked && /^\d{12}$/.test(asked) ? [asked] : [])].join(',')}`)])
      return [...new Map([...named.rows, ...below.rows].map((row) => [row.code, row])).values()]
    },
  })
  return (data ?? []).map((row) => ({ value: String(row.code), label: row.name }))
}

function useFields(): FilterField[] {
  const { t } = useTranslation('stations')
  const offered = useChoices()
  const ladder = useQuery({ queryKey: ['ladder'], staleTime: Infinity, queryFn: ({ signal }) => api.get<LadderView>('/standards/readiness', { signal }) })
  return [
    { key: 'place', label: t('filter.place'), kind: 'select', options: usePlaces() },
    { key: 'tier', label: t('filter.tier'), kind: 'select', options: TIERS.map((value) => ({ value, label: t(`tierLong.${value}`) })) },
    { key: 'readiness', label: t('filter.readiness'), kind: 'select', options: [{ value: 'none', label: t('readiness.none') }, ...(ladder.data?.rows ?? []).filter(({ rank }) => rank !== null).map(({ key, title }) => ({ value: key, label: offered.text(title) }))] },
    { key: 'buildMode', label: t('filter.buildMode'), kind: 'select', options: offered.list('build-mode') },
    { key: 'redistricted', label: t('filter.redistricted'), kind: 'select', options: [{ value: 'yes', label: t('filter.yes') }, { value: 'no', label: t('filter.no') }] },
    { key: 'all', label: t('filter.all'), kind: 'select', options: [{ value: 'yes', label: t('filter.planned') }] },
    { key: 'openOn', label: t('filter.openOn'), kind: 'day' },
  ]
}

function useColumns(): DataColumn<StationRow>[] {
  const { t } = useTranslation('stations')
  const { today } = useSignedIn()
  const isDesk = useIsDesk()
  const { code } = useChoices()
  const day = (one: string | null) => (one ? dayText(one, today) : '')
  return [
    { key: 'name', head: t('column.name'), lead: true, width: 220, cell: (row) => (isDesk ? row.name : <GoTo to={`/stations/${row.id}`}>{row.name}</GoTo>) },
    { key: 'tier', head: t('column.tier'), width: 70, cell: (row) => t(`tier.${row.tier}`) },
    { key: 'place', head: t('column.place'), width: 150, cell: (row) => <span>{row.placeName} {row.redistricted ? <Tag>{t('redistricted')}</Tag> : null}</span> },
    { key: 'readiness', head: t('column.readiness'), width: 130, cell: (row) => <ReadinessOf readiness={row.readiness} /> },
    { key: 'staff', head: t('column.staff'), width: 70, align: 'end', cell: (row) => row.workers },
    { key: 'certified', head: t('column.certified'), width: 70, align: 'end', cell: (row) => row.certified },
    { key: 'operator', head: t('column.operator'), width: 200, cell: (row) => row.operatorName ?? code('operator-mode', row.operatorMode) },
    { key: 'guidedBy', head: t('column.guidedBy'), width: 200, cell: (row) => row.guidedByName ?? '' },
    { key: 'opened', head: t('column.opened'), width: 120, cell: (row) => (row.openedOn ? day(row.openedOn) : <Tag>{t('planned')}</Tag>) },
    { key: 'hotline', head: t('column.hotline'), width: 130, cell: (row) => row.hotline ?? '' },
    { key: 'buildMode', head: t('column.buildMode'), width: 180, hidden: true, cell: (row) => code('build-mode', row.buildMode) },
    { key: 'hostType', head: t('column.hostType'), width: 150, hidden: true, cell: (row) => code('host-type', row.hostType) },
    { key: 'pilots', head: t('column.pilots'), width: 180, hidden: true, cell: (row) => row.pilots.map((pilot) => code('pilot-flag', pilot)).join(' ') },
    { key: 'department', head: t('column.department'), width: 120, hidden: true, cell: (row) => t(`department.${row.department}`) },
    { key: 'closed', head: t('column.closed'), width: 120, hidden: true, cell: (row) => day(row.closedOn) },
  ]
}

/** 站点网络: every station in reach, by its place. */
export default function NetworkPage() {
  const { t } = useTranslation('stations')
  const { mayAct } = useSignedIn()
  const add = mayAct(MAY_BUILD) ? <LinkButton to="/stations/new" kind="main" icon="plus">{t('add')}</LinkButton> : null
  return (
    <Page title={t('title')} sub={t('sub')} actions={<>{mayAct(DIRECTS) ? <LinkButton to="/network/map" icon="board">{t('map.title')}</LinkButton> : null}{add}</>}>
      <DataTable<StationRow> id="stations" title={t('title')} columns={useColumns()} filters={useFields()} rowKey={(row) => row.id} rowTo={(row) => `/stations/${row.id}`}
        empty={<EmptyState icon="network" title={t('empty')} words={t('emptyWords')} />}
        fetchPage={({ after, filters, signal }) => api.post<PageAnswer<StationRow>>('/stations/list', bodyOf(filters, after), { signal })} />
    </Page>
  )
}
