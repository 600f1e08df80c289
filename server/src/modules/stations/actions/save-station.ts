import type { Saved } from '#api/common.ts'
import type { SaveStation } from '#api/stations.ts'
import { findOrganisation } from '#server/modules/organisations/index.ts'
import { standardsOn } from '#server/modules/standards/index.ts'
import { requirePlaceInReach } from '#server/platform/database/index.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Work } from '#server/platform/work.ts'
import { checkCodes, checkDays, checkGuide, checkPlaceOfTier } from '../rules/check-station.ts'
import { addStation, changesOf, changeStation, findStation, type StationNow } from '../store.ts'

/** Opens, plans, changes or closes a station. Sending the same again changes nothing. */
export async function saveStation(work: Work, id: string, input: SaveStation): Promise<Saved> {
  const kept = await findStation(work, id)
  if (kept && (kept.place !== input.place || kept.tier !== input.tier)) throw new Refusal('station.place-fixed')
  const changed = kept ? changesOf(kept, input) : []
  if (kept && changed.length === 0) return { id, version: kept.version }
  if (kept && input.version !== kept.version) {
    throw new Refusal('station.changed-since', { fields: changed, now: Object.fromEntries([...changed, 'version' as const].map((column) => [column, kept[column]])) })
  }
  await checkStation(work, id, input, kept)
  if (!kept) {
    requirePlaceInReach(work.actor, input.place)
    await addStation(work, id, input)
    return { id, version: 1 }
  }
  if (!(await changeStation(work, id, kept.version, input))) throw new Refusal('station.not-found')
  return { id, version: kept.version + 1 }
}

async function checkStation(work: Work, id: string, input: SaveStation, kept: StationNow | undefined): Promise<void> {
  checkPlaceOfTier(input.tier, input.place)
  checkDays(input)
  const before = kept && { operatorMode: kept.operator_mode, hostType: kept.host_type, buildMode: kept.build_mode, pilots: kept.pilots }
  checkCodes(input, before, await standardsOn(work, input.place, work.today))
  if (input.operator !== null && !(await findOrganisation(work, input.operator))) throw new Refusal('organisation.not-found')
  if (input.guidedBy !== null && input.guidedBy !== kept?.guided_by) checkGuide(input, await findStation(work, input.guidedBy))
  if (input.successor !== null && (input.successor === id || !(await findStation(work, input.successor)))) throw new Refusal('station.not-found')
}
