import type { StationDirectory, StationRow, Tier } from '#api/stations.ts'
import { api } from '#web/platform/api.ts'
import type { Pick } from '#web/ui/index.ts'

/** Open stations by name, for a picker. */
export const searchStations = (tiers?: readonly Tier[]) => async (words: string, signal: AbortSignal): Promise<readonly Pick[]> => {
  const { rows } = await api.post<{ rows: StationRow[] }>('/stations/list', { limit: 50, ...(tiers && { tiers }), ...(words && { search: words }) }, { signal })
  return rows.map((row) => ({ value: row.id, label: row.name, sub: row.placeName }))
}

/** Stations one may refer to, also those one does not reach, without one's own. */
export const searchDirectory = (own: string | null) => async (search: string, signal: AbortSignal): Promise<readonly Pick[]> => {
  const { rows } = await api.post<StationDirectory>('/stations/directory', { search }, { signal })
  return rows.filter(({ id }) => id !== own).map((row) => ({ value: row.id, label: row.name, sub: row.placeName }))
}
