import { useQuery } from '@tanstack/react-query'
import type { NoticeGroups } from '#api/notices.ts'
import { api } from '#web/platform/api.ts'
import { useSignedIn } from '#web/platform/session.tsx'

/** Where a browser keeps who asked to be woken by it: with a new session of his it is given again. */
export const KEPT = 'wulian.woken'

/** What this post was told; asked again every minute while somebody looks. */
export function useNotices() {
  const { view } = useSignedIn()
  return useQuery({ queryKey: ['notices', view.post], queryFn: ({ signal }) => api.get<NoticeGroups>('/notices', { signal }), enabled: view.post !== null, refetchInterval: 60_000, retry: false })
}
