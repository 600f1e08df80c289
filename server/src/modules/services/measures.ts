import type { Measured } from '#server/modules/records/index.ts'
import type { ServiceFact } from './events.ts'

/**
 * What a service adds to the figures: `case`, `group` or `service` on the day it was accepted, and the same with `-closed` on the day it
 * was closed; its method is the mode, the closing reason the result; `milestone` on the day it reached one, whose key is the result. Each group of its client adds a row. Protected ones stand at their county.
 */
export function measuresOfService(fact: ServiceFact): Measured[] {
  if (fact.acceptedOn === null) return []
  const county = fact.cell * 1_000_000
  const kind = fact.counts === 'activity' ? 'service' : fact.counts
  const base = {
    cell: fact.cell, place: fact.protected ? county : fact.place, station: fact.protected ? null : fact.station, servedPlace: fact.protected ? county : fact.servedPlace,
    mode: fact.method, item: fact.item, worker: fact.protected ? null : fact.worker, contract: fact.contract, n: 1, heads: fact.client === null ? 0 : 1, households: 0, minutes: 0,
  }
  const days = [{ day: fact.acceptedOn, measure: kind as string, result: '' }]
  if (fact.closedOn !== null) days.push({ day: fact.closedOn, measure: `${kind}-closed`, result: fact.closeReason ?? '' })
  for (const [result, day] of Object.entries(fact.milestones)) days.push({ day, measure: 'milestone', result })
  return days.flatMap((one) => ['', ...fact.tags].map((tag) => ({ ...base, ...one, tag })))
}
