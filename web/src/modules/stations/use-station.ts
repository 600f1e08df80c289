import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { StationView } from '#api/stations.ts'
import { api } from '#web/platform/api.ts'

/** Asks again for a station and for the lists it stands in. */
export function useStationRefresh(id: string) {
  const client = useQueryClient()
  return async () => {
    await Promise.all([['station', id], ['table', 'stations'], ['build-plan'], ['station-map']].map((queryKey) => client.invalidateQueries({ queryKey })))
  }
}

export const useStation = (id: string) => useQuery({ queryKey: ['station', id], queryFn: ({ signal }) => api.get<StationView>(`/stations/${id}`, { signal }) })
