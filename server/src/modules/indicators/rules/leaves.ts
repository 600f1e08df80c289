import type { CountMeasure, Indicator, Standards } from '#server/modules/standards/index.ts'
import type { DayRange } from '#server/platform/days.ts'
import { isMonthDuty, isRatio, isSummed } from './measure.ts'
import { toDate } from './period.ts'

/** A count that cannot be taken apart further, in one range of days. */
export interface Leaf {
  measure: CountMeasure
  range: DayRange
  how: 'summed' | 'once' | 'month-duty'
  /** Of an indicator of what is kept closed. */
  closed: boolean
}

/** What a figure is made of: one count, or two of a ratio; nothing while its facts do not exist. */
export function leavesOf(standards: Standards, indicator: Indicator, range: DayRange, withTag: boolean): Leaf[] {
  const { measure, closed = false } = indicator
  if (!isAvailable(standards, indicator, true)) return []
  if (isRatio(measure)) return measure.ratio.flatMap((key) => leavesOf(standards, requireIndicator(standards, key), range, withTag))
  const how = isMonthDuty(measure) ? 'month-duty' : isSummed(measure, withTag) ? 'summed' : 'once'
  return [{ measure, range: measure.span === 'to-date' ? toDate(range) : range, how, closed }]
}

/** Whether its facts exist, and stand in a total like this: `whole` for one of a county or more in whole months, not narrowed, not cut. */
export const isAvailable = (standards: Standards, { available, measure, closed }: Indicator, whole = false): boolean =>
  available && (whole || !closed) && (!isRatio(measure) || measure.ratio.every((key) => requireIndicator(standards, key).available))

/** An indicator that another one or a table names: the check of packs makes sure that it is there. */
export function requireIndicator(standards: Standards, key: string): Indicator {
  const found = standards.indicator(key)
  if (!found) throw new Error(`no pack in force gives indicator ${key}`)
  return found
}
