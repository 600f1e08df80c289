import type { FigurePeriod } from '#api/indicators.ts'
import { addDays, type DayRange, daysBetween, isDate, monthRange, monthsIn, periodRange, yearRange } from '#server/platform/days.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { percentOf } from './measure.ts'

/** Before any fact: where `to-date` begins. */
export const BEGINNING = '1900-01-01'
const MOST_YEARS = 12

/** First and last day of a period, or a refusal. A contract's own time is given by who looked it up. */
export function rangeOf(period: FigurePeriod, contract?: DayRange): DayRange {
  if ('contract' in period) {
    if (!contract) throw new Refusal('contract.not-found')
    return contract
  }
  const range = 'name' in period ? named(period.name) : { from: period.from, to: period.to }
  if (!range || range.from > range.to || range.from < BEGINNING || Number(range.to.slice(0, 4)) - Number(range.from.slice(0, 4)) > MOST_YEARS) throw new Refusal('period.wrong')
  return range
}

function named(name: string): DayRange | undefined {
  if (name.length === 10) return isDate(name) ? { from: name, to: name } : undefined
  try {
    return periodRange(name)
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}

export const isWholeMonths = ({ from, to }: DayRange): boolean => from.endsWith('-01') && addDays(to, 1).endsWith('-01')
export const isCalendarMonth = (range: DayRange): boolean => isWholeMonths(range) && range.from.slice(0, 7) === range.to.slice(0, 7)
/** Everything up to the end of a period. */
export const toDate = ({ to }: DayRange): DayRange => ({ from: BEGINNING, to })
/** From the first of January to the end of the month. */
export const yearToMonth = (month: string): DayRange => ({ from: yearRange(month.slice(0, 4)).from, to: monthRange(month).to })
/** The months of a period, each clipped to it. */
export const monthlyParts = (range: DayRange): { month: string; range: DayRange }[] =>
  monthsIn(range).map((month) => {
    const whole = monthRange(month)
    return { month, range: { from: whole.from < range.from ? range.from : whole.from, to: whole.to > range.to ? range.to : whole.to } }
  })

/** Percent of a contract's days gone by the end of today. */
export function timeGone({ from, to }: { from: string; to: string }, today: string): number {
  const [gone, whole] = [daysBetween(from, today) + 1, daysBetween(from, to) + 1]
  return Math.min(100, Math.max(0, percentOf(gone, whole) ?? 0))
}
