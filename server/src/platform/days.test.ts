import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  addDays, addMonths, ageOn, daysBetween, halfYearOf, halfYearRange, isDate, monthOf, monthRange, monthsIn,
  periodRange, quarterOf, quarterRange, todayIn, weekdayOf, yearOf, yearRange,
} from './days.ts'

const days = fc
  .date({ min: new Date('1900-01-01T00:00:00Z'), max: new Date('2199-12-31T00:00:00Z'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10))

test('a day that never was is no day', () => {
  for (const good of ['2026-02-28', '2024-02-29', '1900-01-01', '2026-12-31']) expect(isDate(good)).toBe(true)
  for (const bad of ['2026-02-29', '1900-02-29', '2026-04-31', '2026-13-01', '2026-00-10', '2026-01-00', '2026-1-1', '20260101',
    '2026-01-01T00:00', '0001-01-01', '', ' 2026-01-01', 20260101, null, undefined]) {
    expect(isDate(bad)).toBe(false)
  }
  expect(() => addDays('2026-02-30', 1)).toThrow(RangeError)
})

test('days and months are added over the ends of months and years', () => {
  expect(addDays('2026-12-31', 1)).toBe('2027-01-01')
  expect(addDays('2024-03-01', -1)).toBe('2024-02-29')
  expect(addMonths('2026-01-31', 1)).toBe('2026-02-28')
  expect(addMonths('2026-05-15', -6)).toBe('2025-11-15')
  expect(daysBetween('2026-05-20', '2026-05-06')).toBe(-14)
  expect(weekdayOf('2026-10-01')).toBe(4)
})

test('adding the days between two days leads from one to the other', () => {
  fc.assert(fc.property(days, days, (from, to) => {
    expect(addDays(from, daysBetween(from, to))).toBe(to)
  }))
})

test('each day lies in its own month, quarter, half-year and year', () => {
  fc.assert(fc.property(days, (day) => {
    for (const period of [monthOf(day), quarterOf(day), halfYearOf(day), yearOf(day)]) {
      const { from, to } = periodRange(period)
      expect(isDate(from) && isDate(to) && from <= day && day <= to).toBe(true)
    }
  }))
})

test('periods have the right first and last day', () => {
  expect(monthRange('2024-02')).toEqual({ from: '2024-02-01', to: '2024-02-29' })
  expect(quarterRange('2026-Q2')).toEqual({ from: '2026-04-01', to: '2026-06-30' })
  expect(halfYearRange('2026-H2')).toEqual({ from: '2026-07-01', to: '2026-12-31' })
  expect(yearRange('2026')).toEqual({ from: '2026-01-01', to: '2026-12-31' })
  expect(monthsIn({ from: '2025-11-20', to: '2026-02-01' })).toEqual(['2025-11', '2025-12', '2026-01', '2026-02'])
  for (const bad of ['2026-13', '2026-00', '2026-Q5', '2026-H0', '26', '2026-5']) expect(() => periodRange(bad)).toThrow(RangeError)
})

test('a resident is a year older on the birthday, one born on 29 February on 1 March', () => {
  expect(ageOn('1946-05-20', '2026-05-19')).toBe(79)
  expect(ageOn('1946-05-20', '2026-05-20')).toBe(80)
  expect(ageOn('2008-02-29', '2026-02-28')).toBe(17)
  expect(ageOn('2008-02-29', '2026-03-01')).toBe(18)
  expect(ageOn('2026-05-20', '2026-05-20')).toBe(0)
  expect(() => ageOn('2026-05-20', '2026-05-19')).toThrow(RangeError)
})

test('today is what the clocks in China say', () => {
  expect(todayIn('Asia/Shanghai', new Date('2026-05-19T15:59:59Z'))).toBe('2026-05-19')
  expect(todayIn('Asia/Shanghai', new Date('2026-05-19T16:00:00Z'))).toBe('2026-05-20')
  expect(todayIn('Asia/Shanghai', Temporal.Instant.from('2026-12-31T16:00:00Z'))).toBe('2027-01-01')
})
