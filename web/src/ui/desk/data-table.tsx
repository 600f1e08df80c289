import { useInfiniteQuery } from '@tanstack/react-query'
import { lazy, Suspense, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { instantText } from '#web/platform/dates.ts'
import { useFilters } from '#web/platform/params.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { useIsDesk } from '#web/platform/use-media.ts'
import { EmptyState, ErrorPanel, LoadMore, SimpleTable, Skeleton } from '../index.ts'
import type { GridProps } from './antd-grid.tsx'
import { useKept } from './kept.ts'
import type { DataColumn, DataTableProps, Filters, PageAnswer } from './shapes.ts'
import { ToolBar } from './tool-bar.tsx'

export type { DataColumn, DataTableProps, FilterField, Filters, PageAnswer, PageRequest } from './shapes.ts'

// antd comes only when a ledger is really opened on a desk; phones get cards without it.
const AntdGrid = lazy(() => import('./antd-grid.tsx')) as unknown as <R>(props: GridProps<R>) => ReactNode

/** A ledger: filters in the address, chosen columns, the server's own order, export and print. */
export function DataTable<R>(props: DataTableProps<R>) {
  const { id, columns, filters: fields = [], fetchPage, rowKey } = props
  const { t } = useTranslation('ui')
  const { account } = useSignedIn()
  const [address, change] = useFilters()
  const filters: Filters = Object.fromEntries(fields.filter((field) => address[field.key]).map((field) => [field.key, address[field.key]!]))
  const [hidden, setHidden] = useKept<string[]>(account.id, `columns.${id}`, columns.filter((column) => column.hidden).map((column) => column.key))
  const shown = columns.filter((column) => column.lead || !hidden.includes(column.key))
  const query = useInfiniteQuery({
    queryKey: ['table', id, filters],
    queryFn: ({ pageParam, signal }) => fetchPage({ after: pageParam, filters, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last: PageAnswer<R>) => last.next ?? undefined,
  })
  const rows = query.data?.pages.flatMap((page) => page.rows) ?? []
  return (
    <div className="stack">
      <ToolBar {...props} fields={fields} filters={filters} onFilters={change} hidden={hidden} onHidden={setHidden} shown={shown} />
      <ErrorPanel error={query.error} onRetry={() => void query.refetch()} />
      {query.data === undefined ? (query.error ? null : <Skeleton lines={8} />) : rows.length === 0 ? (props.empty ?? <EmptyState icon="search" title={t('table.empty')} />) : (
        <Sheets {...props} columns={shown} rows={rows} />
      )}
      <PrintCopy columns={shown} rows={rows} rowKey={rowKey} />
      {rows.length > 0 ? <LoadMore shown={rows.length} count={query.data?.pages[0]?.count} hasMore={query.hasNextPage} busy={query.isFetchingNextPage} onMore={() => void query.fetchNextPage()} /> : null}
    </div>
  )
}

type RowsProps<R> = Pick<DataTableProps<R>, 'title' | 'rowKey'> & { columns: readonly DataColumn<R>[]; rows: readonly R[] }

function Sheets<R>({ title, columns, rows, rowKey, rowTo }: RowsProps<R> & Pick<DataTableProps<R>, 'rowTo'>) {
  const isDesk = useIsDesk()
  return (
    <div className="section flush no-print">
      {isDesk
        ? <Suspense fallback={<Skeleton lines={8} />}><AntdGrid title={title} columns={columns} rows={rows} rowKey={rowKey} rowTo={rowTo} /></Suspense>
        : <SimpleTable columns={columns} rows={rows} rowKey={rowKey} />}
    </div>
  )
}

// A grid that scrolls prints one screenful; paper gets a plain table of everything that is loaded.
function PrintCopy<R>({ columns, rows, rowKey }: Omit<RowsProps<R>, 'title'>) {
  const { t } = useTranslation('ui')
  const { today } = useSignedIn()
  return (
    <div className="print-only">
      <p>{t('table.printedAt', { at: instantText(new Date().toISOString(), today) })}</p>
      <SimpleTable columns={columns} rows={rows} rowKey={rowKey} cards={false} />
    </div>
  )
}
