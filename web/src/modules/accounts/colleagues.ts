import { useQuery } from '@tanstack/react-query'
import type { StationView } from '#api/stations.ts'
import { api } from '#web/platform/api.ts'
import { useSignedIn } from '#web/platform/session.tsx'

export interface Colleague { id: string; name: string }

const SERVES = ['worker', 'station_head', 'general_worker', 'general_supervisor']

/** Who serves residents at this post's station. */
async function fetchColleagues(station: string, signal: AbortSignal): Promise<Colleague[]> {
  const { staff } = await api.get<StationView>(`/stations/${station}`, { signal })
  const known = new Map(staff.filter(({ role }) => SERVES.includes(role)).map(({ account, name }) => [account, name]))
  return Array.from(known, ([id, name]) => ({ id, name }))
}

export function useColleagues() {
  const { post } = useSignedIn()
  const station = post?.station ?? null
  return useQuery({ queryKey: ['colleagues', station], enabled: station !== null, staleTime: 5 * 60_000, queryFn: ({ signal }) => fetchColleagues(station!, signal) })
}
