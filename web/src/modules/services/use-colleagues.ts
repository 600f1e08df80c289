import { useQuery } from '@tanstack/react-query'
import type { Colleagues } from '#api/tallies.ts'
import { api } from '#web/platform/api.ts'
import { useSignedIn } from '#web/platform/session.tsx'

/** Colleagues in reach who serve residents: whom a form may name. */
export function useReachedColleagues() {
  const { post } = useSignedIn()
  return useQuery({ queryKey: ['colleagues', 'reached', post?.id], staleTime: 5 * 60_000, queryFn: ({ signal }) => api.get<Colleagues>('/services/colleagues', { signal }) })
}
