import type { StationRow, Tier } from '#api/stations.ts'
import { api } from '#web/platform/api.ts'
import type { Pick } from '#web/ui/index.ts'

/** Open stations by name, for a picker. */
export const searchStations = (tiers?: readonly Tier[]) => async (words: string, signal: AbortSignal): Promise<readonly Pick[]> => {
  const { rows } = await api.post<{ rows: StationRow[] }>('/stations/list', { limit: 50, ...(tiers && { tiers }), ...(words && { search: words }) }, { signal })
  return rows.map((row) => ({ value: row.id, label: row.name, sub: row.placeName }))
}
