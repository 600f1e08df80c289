import type { Measured } from '#server/modules/records/index.ts'
import type { NeedFact } from './events.ts'

/**
 * What a need adds to the figures: `need-found` on the day it was found and, once closed, `need-met`, `need-partly` or
 * `need-unmet` on the day it was closed; each group of the person adds a row. Protected needs are placed at their county.
 */
export function measuresOfNeed(need: NeedFact): Measured[] {
  const county = need.cell * 1_000_000
  const base = {
    cell: need.cell, place: need.protected ? county : need.place, station: need.protected ? null : need.station, servedPlace: need.protected ? county : need.servedPlace,
    mode: need.source, result: need.outcome ?? '', item: need.item, worker: need.protected ? null : need.worker, contract: need.contract, n: 1,
    heads: need.file === null ? 0 : 1, households: 0, minutes: 0,
  }
  const days = [{ day: need.foundOn, measure: 'need-found', result: '' }]
  if (need.outcome !== null && need.closedOn !== null) days.push({ day: need.closedOn, measure: `need-${need.outcome}`, result: need.outcome })
  return days.flatMap((one) => ['', ...need.tags].map((tag) => ({ ...base, ...one, tag })))
}
