import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Board, BoardRow, Light } from '#api/indicators.ts'
import { api } from '#web/platform/api.ts'
import { monthText } from '#web/platform/dates.ts'
import { useFilters } from '#web/platform/params.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { EmptyState, GoTo, Loaded, Page, Section, SelectField, SimpleTable, type Column } from '#web/ui/index.ts'
import { lastMonths } from './use-figure-choices.ts'
import './indicators.css'

/** 看板: five lights for each station; from the city, the counties first. */
export default function BoardPage() {
  const { t } = useTranslation('indicators')
  const { today } = useSignedIn()
  const [filters, change] = useFilters()
  const month = filters.month ?? today.slice(0, 7)
  const search = new URLSearchParams({ month, ...(filters.place && { place: filters.place }) })
  const query = useQuery({ queryKey: ['board', month, filters.place], staleTime: 60_000, queryFn: ({ signal }) => api.get<Board>(`/board?${search}`, { signal }) })
  return (
    <Page title={t('board.title')} sub={t('board.sub')} back={Boolean(filters.place)}
      actions={<SelectField label={t('month')} value={month} onChange={(value) => change({ month: value })} options={lastMonths(today).map((value) => ({ value, label: monthText(value) }))} />}>
      <Section flush><Loaded query={query} lines={8}>{(board) => <Lights board={board} />}</Loaded></Section>
    </Page>
  )
}

function Lights({ board }: { board: Board }) {
  const { t } = useTranslation('indicators')
  if (board.rows.length === 0) return <EmptyState icon="board" title={t('board.empty')} words={t('board.emptyWords')} />
  const columns: Column<BoardRow>[] = [
    { key: 'name', head: t(`board.by.${board.by}`), lead: true, cell: (row) => <Name row={row} month={board.month} /> },
    ...(board.rows[0]?.lights ?? []).map(({ kind }): Column<BoardRow> => ({ key: kind, head: t(`board.lights.${kind}`), cell: (row) => <LightOf light={row.lights.find((light) => light.kind === kind)!} row={row} month={board.month} /> })),
  ]
  return (
    <>
      <SimpleTable columns={columns} rows={[...board.rows].sort((a, b) => badness(b) - badness(a))} rowKey={(row) => row.station ?? String(row.place)} />
      <p className="row quiet small">{board.timeGone === null ? t('board.closed') : t('board.running', { percent: Math.round(board.timeGone) })}</p>
    </>
  )
}

const badness = ({ lights }: BoardRow): number => lights.reduce((sum, { state }) => sum + (state === 'bad' ? 10 : state === 'watch' ? 1 : 0), 0)

function Name({ row, month }: { row: BoardRow; month: string }) {
  const { t } = useTranslation('indicators')
  if (row.station === null) return <><GoTo to={`/board?place=${row.place}&month=${month}`}>{row.name}</GoTo><div className="quiet small">{t('board.county', { stations: row.stations, bad: row.bad })}</div></>
  return <GoTo to={`/reports/${row.station}/${month}`}>{row.name}</GoTo>
}

/** One click further: the ledger of elders, the contract, who works there, who is overdue, the report; of a county, its stations. */
function LightOf({ light, row, month }: { light: Light; row: BoardRow; month: string }) {
  const { t } = useTranslation('indicators')
  const words = light.state === 'none' ? t('board.none') : t(`board.values.${light.kind}`, { value: light.value, done: light.done, of: light.of })
  const shown = <span className={`light light-${light.state}`}><span className="sr-only">{t(`board.states.${light.state}`)}</span>{words}</span>
  const to = light.state === 'none' ? undefined : row.station === null ? `/board?place=${row.place}&month=${month}` : doorOf(light.kind, row.station, row.contract, month)
  return to ? <GoTo to={to} className="light-door">{shown}</GoTo> : shown
}

function doorOf(kind: Light['kind'], station: string, contract: string | null, month: string): string | undefined {
  switch (kind) {
    case 'visit-rate': return `/ledgers/elders?by=station&id=${station}&month=${month}`
    case 'contract-progress': return contract ? `/progress/${contract}` : undefined
    case 'staff': return `/stations/${station}`
    case 'overdue-risk': return `/overdue?station=${station}`
    case 'report': return `/reports/${station}/${month}`
  }
}
