import { readFileSync } from 'node:fs'
import { addDays, isDate, weekdayOf } from './days.ts'

/** What the State Council's notice says of a year: days off and days worked out of the ordinary, each with its holiday's name. */
export type YearOfWork = { off: Record<string, string>; working: Record<string, string> }
export type WorkCalendar = { years: Record<string, YearOfWork> }

/** Without the notice of `missingYear` nobody can say: the answer is not official. */
export type NotOfficial = { official: false; missingYear: number }
export type WorkingDay = { official: true; working: boolean; holiday?: string } | NotOfficial
/** `provisional` counts Monday to Friday where the notice is missing; show it only as such. */
export type WorkingDate = { official: true; date: string } | (NotOfficial & { provisional: string })

const SEED = new URL('../../../database/seeds/working-days.json', import.meta.url)
const MOST_DAYS = 3_660
/** The notice of the next year may still move days from here on, as those of 2006, 2007, 2011, 2018 and 2022 did. */
const OPEN_YEAR_END = '-12-29'

let seeded: WorkCalendar | undefined

/** The calendar shipped with the product: official for the years it lists and for no other. */
export function seededCalendar(): WorkCalendar {
  seeded ??= JSON.parse(readFileSync(SEED, 'utf8')) as WorkCalendar
  return seeded
}

/** Says whether people work on a day, or that no notice tells. */
export function isWorkingDay(date: string, calendar: WorkCalendar = seededCalendar()): WorkingDay {
  if (!isDate(date)) throw new RangeError(`not a day: ${date}`)
  const year = Number(date.slice(0, 4))
  const table = calendar.years[year]
  if (table === undefined) return { official: false, missingYear: year }
  if (date.slice(4) >= OPEN_YEAR_END && calendar.years[year + 1] === undefined) return { official: false, missingYear: year + 1 }
  const worked = table.working[date]
  if (worked !== undefined) return { official: true, working: true, holiday: worked }
  const off = table.off[date]
  if (off !== undefined) return { official: true, working: false, holiday: off }
  return { official: true, working: weekdayOf(date) <= 5 }
}

/**
 * The n-th working day after a day (before it, when n is negative); the day itself does not count, 0 is the day itself.
 * Official only when each day on the way is.
 */
export function addWorkingDays(date: string, n: number, calendar: WorkCalendar = seededCalendar()): WorkingDate {
  if (!isDate(date)) throw new RangeError(`not a day: ${date}`)
  if (!Number.isInteger(n) || Math.abs(n) > MOST_DAYS) throw new RangeError(`cannot count ${n} working days`)
  let missingYear: number | undefined
  let day = date
  for (let left = Math.abs(n); left > 0; ) {
    day = addDays(day, Math.sign(n))
    const answer = isWorkingDay(day, calendar)
    if (!answer.official) missingYear ??= answer.missingYear
    if (answer.official ? answer.working : weekdayOf(day) <= 5) left -= 1
  }
  return missingYear === undefined ? { official: true, date: day } : { official: false, missingYear, provisional: day }
}
