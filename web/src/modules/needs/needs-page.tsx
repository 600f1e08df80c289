import { useInfiniteQuery } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { NeedFilter, NeedPage, NeedRow } from '#api/needs.ts'
import { useChoices } from '#web/modules/standards/choices.ts'
import { PAGE_ROLES } from '#web/page-roles.ts'
import { api } from '#web/platform/api.ts'
import { dayText } from '#web/platform/dates.ts'
import { useFilters } from '#web/platform/params.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { Choice, EmptyState, LinkButton, Loaded, LoadMore, Page, Row, Rows, Section, Tag } from '#web/ui/index.ts'
import './needs.css'

const NeedSheet = lazy(() => import('./need-sheet.tsx'))

const VIEWS = ['open', 'mine', 'overdue', 'unconfirmed', 'closed'] as const
type View = (typeof VIEWS)[number]
const isView = (text: string | undefined): text is View => VIEWS.includes(text as View)

function filterOf(view: View, account: string, where: Partial<NeedFilter>): Partial<NeedFilter> {
  const going = { states: ['open', 'in-hand', 'kept'] as NeedFilter['states'] }
  switch (view) {
    case 'open': return { ...where, ...going }
    case 'mine': return { ...where, ...going, owner: account }
    case 'overdue': return { ...where, ...going, overdueOnly: true }
    case 'unconfirmed': return { ...where, unconfirmedOnly: true }
    case 'closed': return { ...where, states: ['closed'] }
  }
}

/** The station of the post, or the place for a post above stations. */
export function useWhere(): { station?: string; place?: number } {
  const { post } = useSignedIn()
  return post?.station ? { station: post.station } : post ? { place: post.place } : {}
}

/** 需求: who asked for what, who answers it, until when. */
export default function NeedsPage() {
  const { t } = useTranslation('needs')
  const { account, mayAct } = useSignedIn()
  const where = useWhere()
  const [filters, setFilters] = useFilters()
  const view = isView(filters.view) ? filters.view : 'open'
  const [shown, setShown] = useState<string>()
  const query = useInfiniteQuery({
    queryKey: ['needs', view, account.id, where], initialPageParam: '', getNextPageParam: (page: NeedPage) => page.next,
    queryFn: ({ pageParam, signal }) => api.post<NeedPage>('/needs/list', { ...filterOf(view, account.id, where), ...(pageParam && { after: pageParam }) }, { signal }),
  })
  const rows = query.data?.pages.flatMap((page) => page.rows)
  return (
    <Page title={t('page.list')} actions={mayAct(PAGE_ROLES['/record/need']) ? <LinkButton to="/record/need" kind="main" icon="plus">{t('page.record')}</LinkButton> : null}>
      <div className="tabs-row"><Choice<View> label={t('view.label')} value={view} onChange={(next) => setFilters({ view: next })} options={VIEWS.map((value) => ({ value, label: t(`view.${value}`) }))} /></div>
      <Section flush>
        <Loaded query={{ data: rows, error: query.error, refetch: query.refetch }} lines={6}>
          {(needs) => needs.length === 0 ? <EmptyState icon="need" title={t(`empty.${view}`)} words={t('empty.words')} /> : (
            <>
              <Rows label={t('page.list')}>{needs.map((need) => <NeedLine key={need.id} need={need} onOpen={() => setShown(need.id)} />)}</Rows>
              <LoadMore shown={needs.length} count={query.data?.pages[0]?.count} hasMore={query.hasNextPage} busy={query.isFetchingNextPage} onMore={() => void query.fetchNextPage()} />
            </>
          )}
        </Loaded>
      </Section>
      <Suspense fallback={null}>{shown ? <NeedSheet id={shown} onClose={() => setShown(undefined)} /> : null}</Suspense>
    </Page>
  )
}

function NeedLine({ need, onOpen }: { need: NeedRow; onOpen: () => void }) {
  const { t } = useTranslation('needs')
  const { today } = useSignedIn()
  const offered = useChoices()
  const state = need.state === 'closed' && need.outcome ? t(`outcome.${need.outcome}`) : t(`state.${need.state}`)
  const sub = [
    need.servedPlaceName, t('found', { day: dayText(need.foundOn, today) }), need.ownerName ? t('ownedBy', { name: need.ownerName }) : t('nobodyOwns'),
    ...(need.dueOn && need.state !== 'closed' ? [t('dueOn', { day: dayText(need.dueOn, today) })] : []), ...(need.measure ? [need.measure] : []),
  ].join(' · ')
  return (
    <Row title={<>{need.name ?? t('who.unknown')}<span className="need-item">{need.item ? offered.item(need.item) : t('noItem')}</span>{need.urgency ? <Tag>{offered.code('need-urgency', need.urgency)}</Tag> : null}</>}
      sub={sub} end={<span className="need-state">{need.overdue ? <Tag tone="strong">{t('overdue')}</Tag> : null}<Tag tone={need.state === 'closed' ? undefined : 'accent'}>{state}</Tag>{need.state === 'closed' && !need.confirmedOn ? <Tag>{t('unconfirmed')}</Tag> : null}</span>}
      onPress={onOpen} />
  )
}
