/** Days as `YYYY-MM-DD` text, and the calendar periods service facts are counted in. Pure: today is always an argument. */

/** First and last day of a period, both included. */
export type DayRange = { from: string; to: string }

const { PlainDate, PlainYearMonth } = Temporal
const EARLIEST_YEAR = 1800

/** Says whether a text is a day that exists: 2026-02-29 and 2026-2-9 are none. */
export function isDate(text: unknown): text is string {
  if (typeof text !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const [year, month, day] = [Number(text.slice(0, 4)), Number(text.slice(5, 7)), Number(text.slice(8))]
  if (year < EARLIEST_YEAR || month < 1 || month > 12) return false
  return day >= 1 && day <= daysInMonth(year, month)
}

/** Plain arithmetic: this is asked millions of times. */
function daysInMonth(year: number, month: number): number {
  if (month !== 2) return [4, 6, 9, 11].includes(month) ? 30 : 31
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
}

export function addDays(date: string, days: number): string {
  return read(date).add({ days }).toString()
}

/** The same day some months on; the last day of the month where that day does not exist. */
export function addMonths(date: string, months: number): string {
  return read(date).add({ months }).toString()
}

/** Days from the first to the second; negative when the second is earlier. */
export function daysBetween(from: string, to: string): number {
  return read(from).until(read(to), { largestUnit: 'day' }).days
}

/** 1 for Monday to 7 for Sunday. */
export function weekdayOf(date: string): number {
  return read(date).dayOfWeek
}

/** `2026-05` */
export function monthOf(date: string): string {
  return read(date).toPlainYearMonth().toString()
}

/** `2026-Q2` */
export function quarterOf(date: string): string {
  const { year, month } = read(date)
  return `${year}-Q${Math.ceil(month / 3)}`
}

/** `2026-H1` */
export function halfYearOf(date: string): string {
  const { year, month } = read(date)
  return `${year}-H${Math.ceil(month / 6)}`
}

/** `2026` */
export function yearOf(date: string): string {
  return String(read(date).year)
}

/** Days of a month such as `2026-05`. */
export function monthRange(month: string): DayRange {
  return rangeOf(month, /^(\d{4})-(\d{2})$/, 1)
}

/** Days of a quarter such as `2026-Q2`. */
export function quarterRange(quarter: string): DayRange {
  return rangeOf(quarter, /^(\d{4})-Q(\d)$/, 3)
}

/** Days of a half-year such as `2026-H1`. */
export function halfYearRange(halfYear: string): DayRange {
  return rangeOf(halfYear, /^(\d{4})-H(\d)$/, 6)
}

/** Days of a year such as `2026`. */
export function yearRange(year: string): DayRange {
  return rangeOf(year, /^(\d{4})()$/, 12)
}

/** Days of any calendar period, by the shape of its name. */
export function periodRange(period: string): DayRange {
  if (period.includes('Q')) return quarterRange(period)
  if (period.includes('H')) return halfYearRange(period)
  return period.includes('-') ? monthRange(period) : yearRange(period)
}

/** Months that a range touches, in order: `['2026-01', '2026-02']`. */
export function monthsIn({ from, to }: DayRange): string[] {
  const months: string[] = []
  const last = read(to).toPlainYearMonth()
  for (let month = read(from).toPlainYearMonth(); PlainYearMonth.compare(month, last) <= 0; month = month.add({ months: 1 })) {
    months.push(month.toString())
  }
  return months
}

/**
 * Age in full years 周岁 on a day. It grows on the birthday itself; who was born on 29 February grows older on 1 March in other years.
 * Negative never: a day before birth is refused.
 */
export function ageOn(birth: string, date: string): number {
  if (date < birth) throw new RangeError(`${date} is before the birth on ${birth}`)
  for (const day of [birth, date]) if (!isDate(day)) throw new RangeError(`not a day: ${day}`)
  const hadBirthday = date.slice(5) >= birth.slice(5)
  return Number(date.slice(0, 4)) - Number(birth.slice(0, 4)) - (hadBirthday ? 0 : 1)
}

/** The day it is at an instant on the clocks of a zone, such as `Asia/Shanghai`. */
export function todayIn(zone: string, instant: Date | Temporal.Instant): string {
  const exact = instant instanceof Date ? Temporal.Instant.fromEpochMilliseconds(instant.getTime()) : instant
  return exact.toZonedDateTimeISO(zone).toPlainDate().toString()
}

function rangeOf(period: string, shape: RegExp, months: number): DayRange {
  const [, year, nth] = shape.exec(period) ?? []
  const number = nth === '' ? 1 : Number(nth)
  if (year === undefined || number < 1 || number > 12 / months) throw new RangeError(`not a period: ${period}`)
  const from = new PlainDate(Number(year), (number - 1) * months + 1, 1)
  return { from: from.toString(), to: from.add({ months }).subtract({ days: 1 }).toString() }
}

function read(date: string): Temporal.PlainDate {
  if (!isDate(date)) throw new RangeError(`not a day: ${date}`)
  return PlainDate.from(date)
}
