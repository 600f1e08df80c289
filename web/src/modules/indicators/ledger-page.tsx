import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { AskTableFile, FigureScope, TableKey, TableView } from '#api/indicators.ts'
import { api } from '#web/platform/api.ts'
import { monthText } from '#web/platform/dates.ts'
import { Missing } from '#web/page-states.tsx'
import { isOfCounty } from '#web/roles.ts'
import { useFilters, useParam } from '#web/platform/params.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { useIsDesk } from '#web/platform/use-media.ts'
import { useSubmit } from '#web/platform/use-submit.ts'
import { Button, ErrorPanel, GoTo, Loaded, LoadMore, Page, Section, SelectField } from '#web/ui/index.ts'
import { saveAs } from '#web/platform/save-as.ts'
import { TableSheet } from './table-sheet.tsx'
import { lastMonths, lastQuarters, useFigureChoices, useOwnScope } from './use-figure-choices.ts'

/** What is asked for most comes first. */
const GROUPS: Record<'daily' | 'methods' | 'community' | 'staff' | 'network', Record<string, TableKey>> = {
  daily: { month: 't1', service: 't2', visits: 't6', elders: 't7', children: 't8', needs: 't13', charity: 'charity-needs', tasks: 't15' },
  methods: { cases: 't3', groups: 't4', activities: 't5', files: 'service-files' },
  community: { wishes: 'wish-wall', skills: 'skills', brands: 'brand-cases', risks: 'risk-register', teams: 'emergency-teams' },
  staff: { staff: 't12', supervision: 't12s', training: 't12t' },
  network: { agencies: 'agency-support', matters: 'service-matters', evaluations: 'evaluations', areas: 'area-evaluations', rules: 'rule-library' },
}
const LEDGERS: Record<string, TableKey> = Object.assign({}, ...Object.values(GROUPS))

/** 台账: the tables that are asked for, by month or by contract, on screen, as a file and on paper. */
export default function LedgerPage() {
  const name = useParam('table')
  return Object.hasOwn(LEDGERS, name) ? <Ledger name={name} /> : <Missing />
}

function Ledger({ name }: { name: string }) {
  const { t } = useTranslation('indicators')
  const question = useQuestion()
  const query = useInfiniteQuery({
    queryKey: ['table', name, question], initialPageParam: '', getNextPageParam: (page: TableView) => page.next,
    queryFn: ({ pageParam, signal }) => api.post<TableView>(`/tables/${LEDGERS[name]}`, { ...question, limit: 200, ...(pageParam && { after: pageParam }) }, { signal }),
  })
  const pages = query.data?.pages
  const first = pages?.[0]
  const table = first && { ...first, rows: pages.flatMap((page) => page.rows) }
  return (
    <Page title={t('ledger.title')} actions={table ? <FileButtons name={name} title={table.title} question={question} /> : null}>
      <WhichLedger name={name} />
      <Narrowing monthOnly={name === 'elders'} />
      <Section>
        <Loaded query={{ data: table, error: query.error, refetch: query.refetch }} lines={10}>
          {(shown) => (
            <>
              <TableSheet table={shown} />
              {name === 'month' || name === 'elders' ? null : <LoadMore shown={shown.rows.length} count={shown.count} hasMore={query.hasNextPage} busy={query.isFetchingNextPage} onMore={() => void query.fetchNextPage()} />}
            </>
          )}
        </Loaded>
      </Section>
    </Page>
  )
}

/** Which one: at a desk all in sight by what they are about, on a phone a list. */
function WhichLedger({ name }: { name: string }) {
  const { t } = useTranslation('indicators')
  const [filters] = useFilters()
  const isDesk = useIsDesk()
  const navigate = useNavigate()
  const groups = Object.entries(GROUPS).map(([group, tables]) => ({ group, title: t(`ledger.groups.${group}`), names: Object.keys(tables) }))
  if (!isDesk) {
    const options = groups.flatMap(({ title, names }) => names.map((value) => ({ value, label: t(`ledger.names.${value}`), group: title })))
    return <div className="no-print"><SelectField label={t('ledger.which')} value={name} options={options} onChange={(one) => void navigate({ to: `/ledgers/${one}`, search: filters })} /></div>
  }
  const keep = new URLSearchParams(filters)
  return (
    <nav className="ledger-groups no-print" aria-label={t('ledger.which')}>
      {groups.map(({ group, title, names }) => (
        <section key={group} aria-label={title}>
          <span className="quiet small" aria-hidden="true">{title}</span>
          <div className="inline">{names.map((one) => <GoTo key={one} to={`/ledgers/${one}?${keep}`} className={one === name ? 'button main' : 'button'}>{t(`ledger.names.${one}`)}</GoTo>)}</div>
        </section>
      ))}
    </nav>
  )
}

function useQuestion(): AskTableFile {
  const ofStation = useOwnScope()
  const { today, post } = useSignedIn()
  const own: FigureScope = post && isOfCounty(post.role) ? { by: 'place', place: post.place } : ofStation
  const [f] = useFilters()
  const scope: FigureScope = f.by === 'station' && f.id ? { by: 'station', station: f.id } : f.by === 'place' && f.id ? { by: 'place', place: Number(f.id) } : own
  return { scope, period: f.contract ? { contract: f.contract } : { name: f.month ?? today.slice(0, 7) }, masked: f.masked === 'yes' }
}

function Narrowing({ monthOnly }: { monthOnly: boolean }) {
  const { t } = useTranslation('indicators')
  const { today, mayAct, post } = useSignedIn()
  const [f, change] = useFilters()
  const { data } = useFigureChoices()
  const periods = [...lastMonths(today).map((value) => ({ value, label: monthText(value) })), ...(monthOnly ? [] : lastQuarters(today).map((value) => ({ value, label: t('ledger.quarter', { year: value.slice(0, 4), quarter: value.slice(6) }) }))), ...(monthOnly ? [] : [0, 1].map((back) => String(Number(today.slice(0, 4)) - back)).map((year) => ({ value: year, label: t('ledger.year', { year }) }))), ...(monthOnly ? [] : (data?.contracts ?? []).map(({ id, title }) => ({ value: id, label: title })))]
  const period = f.contract ?? f.month ?? today.slice(0, 7)
  const stations = data?.stations ?? []
  return (
    <div className="actions inline no-print">
      <SelectField label={t('ledger.period')} value={period} options={periods} onChange={(value) => change(/^\d{4}(-(\d{2}|Q\d))?$/.test(value) ? { month: value, contract: undefined } : { contract: value, month: undefined })} />
      {stations.length > 1 ? <SelectField label={t('ledger.whose')} none={t(post?.station && !isOfCounty(post.role) ? 'ledger.own' : 'ledger.whole')} value={f.by === 'station' ? f.id ?? '' : ''} options={stations.map(({ id, name }) => ({ value: id, label: name }))}
        onChange={(id) => change(id ? { by: 'station', id } : { by: undefined, id: undefined })} /> : null}
      {mayAct(['worker', 'station_head', 'general_worker', 'general_supervisor']) ? <SelectField label={t('ledger.copy')} value={f.masked === 'yes' ? 'yes' : ''} none={t('ledger.inside')}
        options={[{ value: 'yes', label: t('ledger.masked') }]} onChange={(masked) => change({ masked: masked || undefined })} /> : null}
    </div>
  )
}

function FileButtons({ name, title, question }: { name: string; title: string; question: AskTableFile }) {
  const { t } = useTranslation('indicators')
  const { mayAct } = useSignedIn()
  const { busy, error, submit } = useSubmit(async () => saveAs(await api.post<Blob>(`/tables/${LEDGERS[name]}/xlsx`, question), `${title}.xlsx`))
  return (
    <div className="actions inline no-print">
      <ErrorPanel error={error} />
      {mayAct(['worker', 'station_head', 'general_worker', 'general_supervisor', 'township_office', 'county_bureau']) ? <Button icon="export" busy={busy} onClick={() => void submit()}>{t('ledger.file')}</Button> : null}
      <Button icon="print" onClick={() => window.print()}>{t('ledger.print')}</Button>
    </div>
  )
}
