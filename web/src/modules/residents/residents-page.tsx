import { useTranslation } from 'react-i18next'
import type { ResidentFilter, ResidentPage as Got, ResidentRow } from '#api/residents.ts'
import { useChoices, type Offered } from '#web/modules/standards/choices.ts'
import { api } from '#web/platform/api.ts'
import { dayText } from '#web/platform/dates.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { useIsDesk } from '#web/platform/use-media.ts'
import { DataTable, type DataColumn, type FilterField, type Filters } from '#web/ui/desk/data-table.tsx'
import { EmptyState, GoTo, LinkButton, Page, Tag } from '#web/ui/index.ts'
import { CASEWORKERS } from '../../roles.ts'
import { useExportResidents } from './import/export-list.ts'
import { RISKS, RiskOf } from './risk-of.tsx'

const AGES: Record<string, Pick<ResidentFilter, 'ageFrom' | 'ageTo'>> = {
  '0-13': { ageTo: 13 }, '14-17': { ageFrom: 14, ageTo: 17 }, '18-59': { ageFrom: 18, ageTo: 59 }, '60-79': { ageFrom: 60, ageTo: 79 }, '80': { ageFrom: 80 },
}

function bodyOf(filters: Filters, account: string, after: string | undefined): Partial<ResidentFilter> {
  const { risk, tag, age, state, whose } = filters as Record<string, string | undefined>
  return {
    ...(risk && { risks: [risk] as ResidentFilter['risks'] }), ...(tag && { tags: [tag] }), ...(age ? AGES[age] : {}), ...(state && { state: state as ResidentFilter['state'] }),
    ...(whose === 'mine' && { worker: account }), ...(after && { after }),
  }
}

function useFields(offered: Offered): FilterField[] {
  const { t } = useTranslation('residents')
  const tags = (offered.choices?.tags ?? []).filter((tag) => tag.class !== 'P4').map((tag) => ({ value: tag.key, label: offered.tag(tag.key) }))
  return [
    { key: 'whose', label: t('filter.whose'), kind: 'select', options: [{ value: 'mine', label: t('filter.mine') }] },
    { key: 'risk', label: t('filter.risk'), kind: 'select', options: RISKS.map((risk) => ({ value: risk, label: t(`risk.${risk}`) })) },
    { key: 'tag', label: t('filter.tag'), kind: 'select', options: tags },
    { key: 'age', label: t('filter.age'), kind: 'select', options: Object.keys(AGES).map((age) => ({ value: age, label: t(`ages.${age}`) })) },
    { key: 'state', label: t('filter.state'), kind: 'select', options: (['open', 'closed', 'all'] as const).map((state) => ({ value: state, label: t(`state.${state}`) })) },
  ]
}

function useColumns(offered: Offered): DataColumn<ResidentRow>[] {
  const { t } = useTranslation(['residents', 'ui'])
  const { today } = useSignedIn()
  const isDesk = useIsDesk()
  return [
    // On a desk the grid makes the link; on a phone's card it stands here.
    { key: 'name', head: t('column.name'), lead: true, width: 110, cell: (row) => (isDesk ? row.name : <GoTo to={`/residents/${row.id}`}>{row.name}</GoTo>) },
    { key: 'age', head: t('column.age'), width: 70, align: 'end', cell: (row) => (row.age === null ? '' : t('ui:age.years', { count: row.age })) },
    { key: 'sex', head: t('column.sex'), width: 60, cell: (row) => t(`sex.${row.sex}`) },
    { key: 'place', head: t('column.place'), width: 140, cell: (row) => row.placeName },
    { key: 'risk', head: t('column.risk'), width: 90, cell: (row) => <RiskOf risk={row.risk} /> },
    { key: 'tags', head: t('column.tags'), width: 220, cell: (row) => <span className="inline">{row.tags.map((tag) => <Tag key={tag}>{offered.tag(tag)}</Tag>)}</span> },
    { key: 'phone', head: t('column.phone'), width: 130, cell: (row) => row.phoneMask ?? '' },
    { key: 'worker', head: t('column.worker'), width: 100, cell: (row) => row.workerName ?? '' },
    { key: 'fileNo', head: t('column.fileNo'), width: 190, cell: (row) => row.fileNo ?? '' },
    { key: 'station', head: t('column.station'), width: 200, hidden: true, cell: (row) => row.stationName },
    { key: 'opened', head: t('column.opened'), width: 120, hidden: true, cell: (row) => dayText(row.openedOn, today) },
    { key: 'closed', head: t('column.closed'), width: 160, hidden: true, cell: (row) => (row.closedOn ? `${dayText(row.closedOn, today)} ${t(`closed.${row.closedWhy}`)}` : '') },
  ]
}

/** 居民: everybody with a file in reach, by the alphabet. */
export default function ResidentsPage() {
  const { t } = useTranslation('residents')
  const { account, mayAct } = useSignedIn()
  const offered = useChoices()
  const exportList = useExportResidents()
  const add = mayAct(CASEWORKERS) ? <LinkButton to="/residents/new" kind="main" icon="plus">{t('new')}</LinkButton> : null
  return (
    <Page title={t('title')} actions={add}>
      <DataTable<ResidentRow> id="residents" title={t('title')} columns={useColumns(offered)} filters={useFields(offered)} rowKey={(row) => row.id}
        rowTo={(row) => `/residents/${row.id}`} empty={<EmptyState icon="people" title={t('empty.title')} words={t('empty.words')} action={add} />}
        onExport={(filters, columns) => exportList(bodyOf(filters, account.id, undefined), columns)}
        fetchPage={({ after, filters, signal }) => api.post<Got>('/residents/list', bodyOf(filters, account.id, after), { signal })} />
    </Page>
  )
}
