import { addDays, isDate } from '#server/platform/days.ts'

export type DayRead = { day: string } | { month: string } | { problem: 'day.no-day' | 'day.short-year' | 'day.unreadable' }

/** Serial 1 is 1900-01-01, and the sheet's calendar has a 29 February 1900 that never was. */
const fromSerial = (serial: number, startsAt1904: boolean): string =>
  startsAt1904 ? addDays('1904-01-01', serial) : addDays('1899-12-30', serial > 59 ? serial : serial + 1)

/** A day as ledgers write it: 1944-03-08, 1944.3.8, 1944年3月8日, 19440308, or a sheet's day number. A month alone is no day, and a year of two digits none at all. */
export function readDay(text: string, startsAt1904 = false): DayRead {
  const plain = text.normalize('NFKC').trim().replace(/[。·]/g, '.').replace(/\s*(年|月|日|-|\.|\/)\s*/g, '$1').replace(/ \d{1,2}:\d{2}$/, '').replace(/(生|出生)$/, '')
  const parts = /^(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})[日号]?$/.exec(plain) ?? /^(\d{4})(\d{2})(\d{2})$/.exec(plain)
  if (parts) return dayOf(parts[1]!, parts[2]!, parts[3]!)
  const month = /^(\d{4})[-./年](\d{1,2})月?$/.exec(plain) ?? /^((?:18|19|20)\d{2})(0[1-9]|1[0-2])$/.exec(plain)
  if (month) {
    const padded = `${month[1]}-${month[2]!.padStart(2, '0')}`
    return isDate(`${padded}-01`) ? { month: padded } : { problem: 'day.unreadable' }
  }
  if (/^(18|19|20)\d{2}年?$/.test(plain)) return { problem: 'day.no-day' }
  if (/^\d{2}[-./年]\d{1,2}([-./月]\d{1,2}日?)?月?$/.test(plain)) return { problem: 'day.short-year' }
  // Day numbers of 1905 and later: smaller ones are ages or slips.
  if (/^\d{4,5}$/.test(plain) && Number(plain) >= 1828 && Number(plain) <= 73_050) return { day: fromSerial(Number(plain), startsAt1904) }
  return { problem: 'day.unreadable' }
}

function dayOf(year: string, month: string, day: string): DayRead {
  const whole = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  return isDate(whole) ? { day: whole } : { problem: 'day.unreadable' }
}
