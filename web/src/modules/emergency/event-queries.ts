import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { ChecksPage, EventView } from '#api/emergency.ts'
import { api } from '#web/platform/api.ts'

const PAGE = 50
/** A day of walking through villages without network. */
const KEPT_MS = 8 * 3_600_000

export const eventQuery = (id: string) => queryOptions({ queryKey: ['emergency', id], queryFn: ({ signal }) => api.get<EventView>(`/emergency/${id}`, { signal }), gcTime: KEPT_MS })

export interface Asked { scope: string; states?: string[]; village?: number; checker?: string | null; twiceOnly?: boolean; near?: number }
export const checksQuery = (id: string, asked: Asked) => infiniteQueryOptions({
  queryKey: ['emergency', id, 'checks', asked], initialPageParam: '', getNextPageParam: (page: ChecksPage) => page.next, gcTime: KEPT_MS,
  queryFn: ({ pageParam, signal }) => api.post<ChecksPage>(`/emergency/${id}/checks`, { limit: PAGE, ...asked, ...(pageParam && { after: pageParam }) }, { signal }),
})

/** What a list shows when it is opened: one's own people, those of the nearest village first. */
export const askedFirst = (near: number | undefined): Asked => ({ scope: 'mine', ...(near && { near }) })
