import type { Saved } from '#api/common.ts'
import type { SaveStationContact } from '#api/stations.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Work } from '#server/platform/work.ts'
import { changeContact } from '../store.ts'
import { requireStation } from './require-station.ts'

/** A head keeps hotline and address of his own station up to date. */
export async function saveContact(work: Work, id: string, input: SaveStationContact): Promise<Saved> {
  const kept = await requireStation(work, id)
  if (work.actor.station !== id) throw new Refusal('post.may-not')
  if ((kept.hotline ?? '') === input.hotline && (kept.address ?? '') === input.address) return { id, version: kept.version }
  if (input.version !== kept.version) {
    throw new Refusal('station.changed-since', { fields: ['hotline', 'address'], now: { hotline: kept.hotline, address: kept.address, version: kept.version } })
  }
  if (!(await changeContact(work, id, kept.version, input))) throw new Refusal('station.not-found')
  return { id, version: kept.version + 1 }
}
