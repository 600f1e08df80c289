import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from './button.tsx'
import { ErrorPanel } from './error-panel.tsx'
import { Skeleton } from './skeleton.tsx'

interface Query<T> { data: T | undefined; error: unknown; refetch: () => unknown }

/** A query's data when it is there; until then that it is coming, or why not. Data of before stays in sight when a refresh fails. */
export function Loaded<T>({ query, lines, children }: { query: Query<T>; lines?: number; children: (data: T) => ReactNode }) {
  if (query.data !== undefined) return <>{query.error ? <ErrorPanel error={query.error} onRetry={() => query.refetch()} /> : null}{children(query.data)}</>
  if (query.error) return <ErrorPanel error={query.error} onRetry={() => query.refetch()} />
  return <Skeleton lines={lines ?? 4} />
}

export interface LoadMoreProps {
  shown: number
  /** Exact to 1,000, then "1000+". */
  count?: number | string | undefined
  hasMore: boolean
  busy: boolean
  onMore: () => void
}

/** The foot of a list: how many are shown, and the next ones. */
export function LoadMore({ shown, count, hasMore, busy, onMore }: LoadMoreProps) {
  const { t } = useTranslation('ui')
  return (
    <div className="more">
      <span className="number">{count === undefined ? t('more.shown', { shown }) : t('more.shownOf', { shown, count })}</span>
      {hasMore ? <Button busy={busy} onClick={onMore}>{t('more.load')}</Button> : null}
    </div>
  )
}
