import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { StationView } from '#api/stations.ts'
import { api } from '#web/platform/api.ts'

/** One station, fresh after each change. */
export function useStation(id: string) {
  const client = useQueryClient()
  const query = useQuery({ queryKey: ['station', id], queryFn: ({ signal }) => api.get<StationView>(`/stations/${id}`, { signal }) })
  const refresh = async () => {
    await Promise.all([client.invalidateQueries({ queryKey: ['station', id] }), client.invalidateQueries({ queryKey: ['table', 'stations'] })])
  }
  return { query, refresh }
}
