import type { Saved } from '#api/common.ts'
import type { SaveParameter } from '#api/standards.ts'
import { requirePlaceInReach } from '#server/platform/database/index.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Work } from '#server/platform/work.ts'
import { checkLastDay, checkOwnValue, isSameValue } from '../rules/check-own-value.ts'
import { addOwnValue, endOwnValue, findOwnValue, isDayTaken } from '../store.ts'
import { forgetAsked, standardsOn } from './resolve-here.ts'

/** Sets a bureau's own value for its place from a day on; sent again with a version, only its last day changes. */
export async function setParameter(work: Work, id: string, input: SaveParameter): Promise<Saved> {
  const place = input.place ?? work.actor.place
  const kept = await findOwnValue(work, id)
  requirePlaceInReach(work.actor, kept?.place ?? place)
  if (kept) {
    if (!isSameValue({ place: kept.place, key: kept.key, value: kept.value, fromOn: kept.from_on }, { ...input, place })) throw new Refusal('parameter.fixed')
    if (kept.until_on === input.untilOn) return { id, version: kept.version }
    if (input.version !== kept.version) throw new Refusal('parameter.changed-since', { fields: ['untilOn'], now: { untilOn: kept.until_on, version: kept.version } })
    checkLastDay(input.untilOn, work.today)
    forgetAsked(work)
    if (!(await endOwnValue(work, id, input.untilOn, kept.version))) throw new Refusal('parameter.not-found')
    return { id, version: kept.version + 1 }
  }
  checkOwnValue(input, (await standardsOn(work, place, input.fromOn)).findParameter(input.key), work.today)
  if (await isDayTaken(work, place, input.key, input.fromOn)) throw new Refusal('parameter.day-taken', { day: input.fromOn })
  forgetAsked(work)
  await addOwnValue(work, { ...input, id, place, cell: Math.floor(place / 1_000_000) })
  return { id, version: 1 }
}
