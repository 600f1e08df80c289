import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addDays } from './days.ts'
import { addWorkingDays, isWorkingDay, seededCalendar } from './working-days.ts'

const days2025 = fc.integer({ min: 0, max: 360 }).map((n) => addDays('2025-01-01', n))

test('the seed knows the years with a notice of the State Council, and only those', () => {
  const years = Object.keys(seededCalendar().years)
  expect(years).toEqual(Array.from({ length: 21 }, (_, n) => String(2006 + n)))
})

test('National Day is off, and the Saturday given for it is worked', () => {
  expect(isWorkingDay('2026-10-01')).toEqual({ official: true, working: false, holiday: '国庆节' })
  expect(isWorkingDay('2026-10-10')).toEqual({ official: true, working: true, holiday: '国庆节' })
  expect(isWorkingDay('2026-10-12')).toEqual({ official: true, working: true })
  expect(isWorkingDay('2026-10-17')).toEqual({ official: true, working: false })
})

test('a year without a notice is not guessed', () => {
  expect(isWorkingDay('2027-01-01')).toEqual({ official: false, missingYear: 2027 })
  expect(isWorkingDay('2005-05-09')).toEqual({ official: false, missingYear: 2005 })
})

test('the last days of December wait for the notice of the next year', () => {
  expect(isWorkingDay('2026-12-28')).toEqual({ official: true, working: true })
  expect(isWorkingDay('2026-12-29')).toEqual({ official: false, missingYear: 2027 })
  expect(isWorkingDay('2025-12-31')).toEqual({ official: true, working: true })
})

test('a deadline steps over holidays and counts the days worked for them', () => {
  expect(addWorkingDays('2026-09-30', 1)).toEqual({ official: true, date: '2026-10-08' })
  expect(addWorkingDays('2026-09-30', 3)).toEqual({ official: true, date: '2026-10-10' })
  expect(addWorkingDays('2026-10-08', -1)).toEqual({ official: true, date: '2026-09-30' })
  expect(addWorkingDays('2026-10-03', 0)).toEqual({ official: true, date: '2026-10-03' })
})

test('a deadline that runs into an unknown year is provisional and says so', () => {
  expect(addWorkingDays('2026-12-28', 5)).toEqual({ official: false, missingYear: 2027, provisional: '2027-01-04' })
})

test('nonsense is refused', () => {
  expect(() => isWorkingDay('2026-02-30')).toThrow(RangeError)
  expect(() => addWorkingDays('2026-02-30', 1)).toThrow(RangeError)
  expect(() => addWorkingDays('2026-02-01', 1.5)).toThrow(RangeError)
})

test('a deadline falls on a working day, with exactly as many working days up to it', () => {
  fc.assert(fc.property(days2025, fc.integer({ min: 1, max: 60 }), (start, n) => {
    const end = addWorkingDays(start, n)
    if (!end.official) throw new Error('2025 and 2026 are official')
    let worked = 0
    for (let day = addDays(start, 1); day <= end.date; day = addDays(day, 1)) {
      const answer = isWorkingDay(day)
      if (answer.official && answer.working) worked += 1
    }
    expect(worked).toBe(n)
    expect(isWorkingDay(end.date)).toMatchObject({ official: true, working: true })
  }))
})
