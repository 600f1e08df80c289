import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { nearest } from '#web/modules/duties/nearest.ts'
import { PAGE_ROLES } from '#web/page-roles.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { askedFirst, checksQuery, eventQuery } from './event-queries.ts'

const MOST_PAGES = 4
const FRESH_MS = 5 * 60_000

/** Fetches the running events and one's own lists while there is network: at the doors there may be none. */
export function useEventsAtHand(ids: readonly string[]): void {
  const client = useQueryClient()
  const { mayAct } = useSignedIn()
  const isChecker = mayAct(PAGE_ROLES['/emergency/$id/paper'])
  const running = ids.join()
  useEffect(() => {
    if (!isChecker || !running) return
    import('./event-page.tsx').catch(() => undefined)
    for (const id of running.split(',')) {
      void client.prefetchQuery({ ...eventQuery(id), staleTime: FRESH_MS })
      void client.prefetchInfiniteQuery({ ...checksQuery(id, askedFirst(nearest())), pages: MOST_PAGES, staleTime: FRESH_MS })
    }
  }, [client, isChecker, running])
}
