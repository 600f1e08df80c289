import { addDays, type Day } from '#web/platform/dates.ts'

export type View = 'month' | 'week' | 'day'

/** 0 for Monday. */
const weekdayOf = (day: Day): number => (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7
const firstOf = (day: Day): Day => `${day.slice(0, 7)}-01`
const lastOf = (day: Day): Day => addDays(firstOf(addDays(firstOf(day), 31)), -1)
const mondayOf = (day: Day): Day => addDays(day, -weekdayOf(day))

/** Whole weeks from Monday, or the day alone. */
export function rangeOf(view: View, day: Day): { from: Day; to: Day } {
  if (view === 'day') return { from: day, to: day }
  return view === 'week' ? { from: mondayOf(day), to: addDays(mondayOf(day), 6) } : { from: mondayOf(firstOf(day)), to: addDays(mondayOf(lastOf(day)), 6) }
}

/** The same view, one further: of a month its first day. */
export function step(view: View, day: Day, by: 1 | -1): Day {
  if (view === 'month') return by === 1 ? addDays(lastOf(day), 1) : firstOf(addDays(firstOf(day), -1))
  return addDays(day, view === 'week' ? 7 * by : by)
}
