import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { ResidentView } from '#api/residents.ts'
import { api } from '#web/platform/api.ts'

/** One file. Forgotten as soon as no page shows it. */
export const useResident = (id: string) => useQuery({ queryKey: ['resident', id], queryFn: ({ signal }) => api.get<ResidentView>(`/residents/${id}`, { signal }), gcTime: 0 })

/** Reads a file and every list again after a change. */
export function useRefresh() {
  const client = useQueryClient()
  return () => client.invalidateQueries({ predicate: ({ queryKey }) => ['resident', 'table', 'today', 'people'].includes(String(queryKey[0])) })
}

/** Sends one change of a file and shows what it became. */
export function useChange(id: string) {
  const refresh = useRefresh()
  return async <T>(path: string, body: object): Promise<T> => {
    const answer = await api.post<T>(`/residents/${id}/${path}`, body)
    await refresh()
    return answer
  }
}
