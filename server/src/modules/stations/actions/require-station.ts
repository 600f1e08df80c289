import { Refusal } from '#server/platform/refusal.ts'
import type { Work } from '#server/platform/work.ts'
import { findStation, type StationNow } from '../store.ts'

/** A station in reach. One out of reach looks the same as one that is not there. */
export async function requireStation(work: Work, id: string): Promise<StationNow> {
  const found = await findStation(work, id)
  if (!found) throw new Refusal('station.not-found')
  return found
}
