import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AccountPage, AccountRow, HandOver } from '#api/accounts.ts'
import { api } from '#web/platform/api.ts'
import { dayText } from '#web/platform/dates.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { Button, Check, EmptyState, ErrorPanel, LoadMore, Page, Row, Rows, Section, Skeleton, Tag, TextField } from '#web/ui/index.ts'
import { AccountSheet } from './account-sheet.tsx'
import { HandOverPage } from './hand-over-page.tsx'
import { NewAccountSheet } from './new-account-sheet.tsx'
import { GIVERS } from './use-giving.ts'

/** Colleagues and their posts: take somebody in, give and end posts, hand over new secrets. */
export default function AccountsPage() {
  const { t } = useTranslation('accounts')
  const { mayAct } = useSignedIn()
  const client = useQueryClient()
  const [adding, setAdding] = useState(false)
  const [opened, setOpened] = useState<string>()
  const [handed, setHanded] = useState<{ name: string; secrets: NonNullable<HandOver['secrets']> }>()
  const refresh = () => client.invalidateQueries({ queryKey: ['accounts'] })
  const hand = (name: string, { secrets }: HandOver) => {
    setAdding(false)
    setOpened(undefined)
    if (secrets) setHanded({ name, secrets })
    void refresh()
  }
  if (handed) return <HandOverPage name={handed.name} secrets={handed.secrets} onDone={() => setHanded(undefined)} />
  return (
    <Page title={t('title')} sub={t('sub')} actions={mayAct(GIVERS) ? <Button kind="main" icon="plus" onClick={() => setAdding(true)}>{t('add')}</Button> : null}>
      <AccountList opened={opened} onOpen={setOpened} onChanged={refresh} onHandOver={hand} />
      {adding ? <NewAccountSheet onClose={() => setAdding(false)} onHandOver={hand} /> : null}
    </Page>
  )
}

interface ListProps {
  opened: string | undefined
  onOpen: (id: string | undefined) => void
  onChanged: () => Promise<void>
  onHandOver: (name: string, handOver: HandOver) => void
}

function AccountList({ opened, onOpen, onChanged, onHandOver }: ListProps) {
  const { t } = useTranslation('accounts')
  const [typed, setTyped] = useState('')
  const [dormantOnly, setDormantOnly] = useState(false)
  const [closedToo, setClosedToo] = useState(false)
  const name = useDeferredValue(typed.trim())
  const filter = { limit: 50, ...(name && { name }), ...(dormantOnly && { dormantOnly }), ...(!closedToo && { state: 'active' as const }) }
  const query = useInfiniteQuery({
    queryKey: ['accounts', filter], initialPageParam: undefined as string | undefined, getNextPageParam: (page: AccountPage) => page.next ?? undefined,
    queryFn: ({ pageParam, signal }) => api.post<AccountPage>('/accounts/list', { ...filter, ...(pageParam && { after: pageParam }) }, { signal }),
  })
  const rows = query.data?.pages.flatMap((page) => page.rows) ?? []
  const account = rows.find((row) => row.id === opened)
  return (
    <>
      <Section>
        <div className="inline">
          <TextField label={t('find')} value={typed} onChange={setTyped} autoComplete="off" />
          <Check label={t('dormantOnly')} checked={dormantOnly} onChange={setDormantOnly} />
          <Check label={t('closedToo')} checked={closedToo} onChange={setClosedToo} />
        </div>
      </Section>
      <Section flush>
        <ErrorPanel error={query.error} onRetry={() => void query.refetch()} />
        {query.isPending ? <Skeleton lines={5} /> : rows.length === 0 ? <EmptyState icon="people" title={t('none')} words={t('noneWords')} /> : (
          <Rows label={t('title')}>{rows.map((row) => <AccountLine key={row.id} row={row} onPress={() => onOpen(row.id)} />)}</Rows>
        )}
        {rows.length > 0 ? <LoadMore shown={rows.length} hasMore={query.hasNextPage} busy={query.isFetchingNextPage} onMore={() => void query.fetchNextPage()} /> : null}
      </Section>
      {account ? <AccountSheet account={account} onClose={() => onOpen(undefined)} onChanged={onChanged} onHandOver={onHandOver} /> : null}
    </>
  )
}

function AccountLine({ row, onPress }: { row: AccountRow; onPress: () => void }) {
  const { t } = useTranslation('accounts')
  const { today } = useSignedIn()
  const posts = row.posts.filter((post) => !post.ended).map((post) => `${t(`shell:role.${post.role}`)} · ${post.stationName ?? post.placeName}`)
  return (
    <Row wrap onPress={onPress}
      title={<>{row.name}{row.state === 'closed' ? <Tag>{t('closed')}</Tag> : null}{row.dormant ? <Tag tone="strong">{t('dormant')}</Tag> : null}</>}
      sub={`${row.signInName}${row.phoneMask ? ` · ${row.phoneMask}` : ''} · ${posts.join('；') || t('noPost')}`}
      end={<span className="quiet small nowrap">{row.signedInAt ? t('signedIn', { day: dayText(row.signedInAt.slice(0, 10), today) }) : t('neverSignedIn')}</span>} />
  )
}
