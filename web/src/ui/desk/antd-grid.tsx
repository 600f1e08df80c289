import { ConfigProvider, Table, type ConfigProviderProps, type TableColumnType } from 'antd'
import enUS from 'antd/es/locale/en_US.js'
import zhCN from 'antd/es/locale/zh_CN.js'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useSignedIn } from '#web/platform/session.tsx'
import { GoTo } from '../index.ts'
import type { DataColumn } from './shapes.ts'

export interface GridProps<R> {
  title: string
  columns: readonly DataColumn<R>[]
  rows: readonly R[]
  rowKey: (row: R) => string
  rowTo?: ((row: R) => string) | undefined
}

/**
 * The one place that brings antd, for its grid: fixed columns, a head that stays, thousands of rows.
 *
 * antd writes style elements at run time, so a page with it needs `style-src 'self' 'unsafe-inline'`. A nonce would be stricter, but the whole
 * service is one document: the nonce would have to stand in index.html, and that file is cached and the same for all. Scripts stay 'self' everywhere,
 * and no page shows HTML that a person wrote.
 */
const theme = {
  token: { colorPrimary: '#14746f', colorText: '#1c2726', colorBorderSecondary: '#dde4e3', fontFamily: 'inherit', fontSize: 13, borderRadius: 8, colorLink: '#14746f', motion: false },
  components: { Table: { headerBg: '#f4f7f6', rowHoverBg: '#eef3f2', cellPaddingBlockSM: 8, cellPaddingInlineSM: 10, headerBorderRadius: 0 } },
}

// antd's files are modules for the bundler and CommonJS for the type checker, which sees one `default` too many.
type Locale = NonNullable<ConfigProviderProps['locale']>
const LOCALES = { zh: zhCN as unknown as Locale, en: enUS as unknown as Locale }

const VIRTUAL_FROM = 200
// Heights in shell.css: the head of the grid stops below them.
const TOP_BAR = 58
const RIBBON = 24
const ALIGN = { end: 'right', middle: 'center' } as const

function columnsOf<R extends object>({ columns, rowTo }: GridProps<R>): TableColumnType<R>[] {
  return columns.map((column) => ({
    key: column.key, title: column.head, width: column.width ?? 120,
    ...(column.align ? { align: ALIGN[column.align] } : {}),
    ...(column.lead ? { fixed: 'start' as const } : {}),
    render: (_: unknown, row: R) => (column.lead && rowTo ? <GoTo to={rowTo(row)}>{column.cell(row)}</GoTo> : column.cell(row)),
  }))
}

/** antd's table in the service's colours. */
export default function AntdGrid<R extends object>(props: GridProps<R>) {
  const { rows, rowKey, rowTo, columns, title } = props
  const { i18n } = useTranslation()
  const navigate = useNavigate()
  const width = columns.reduce((sum, column) => sum + (column.width ?? 120), 0)
  const { view } = useSignedIn()
  const isLong = rows.length > VIRTUAL_FROM
  // A press anywhere on the row opens it; the link in the first column is the way for keyboards.
  const onRow = rowTo ? (row: R) => ({
    className: 'pressable',
    onClick: (event: React.MouseEvent) => {
      if ((event.target as Element).closest('a, button, input, label') || window.getSelection()?.toString()) return
      const [to = '/', query] = rowTo(row).split('?')
      void navigate({ to, search: Object.fromEntries(new URLSearchParams(query ?? '')) as never })
    },
  }) : undefined
  return (
    <ConfigProvider locale={i18n.language === 'en' ? LOCALES.en : LOCALES.zh} theme={theme}>
      <Table<R> size="small" aria-label={title} columns={columnsOf(props)} dataSource={[...rows]} rowKey={rowKey} pagination={false} {...(onRow ? { onRow } : {})}
        {...(isLong ? { virtual: true, scroll: { x: width, y: 640 } } : { scroll: { x: width }, sticky: { offsetHeader: view.demo ? TOP_BAR + RIBBON : TOP_BAR } })} />
    </ConfigProvider>
  )
}
