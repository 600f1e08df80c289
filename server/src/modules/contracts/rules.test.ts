import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addDays } from '#server/platform/days.ts'
import { daysLeft, shareOfTimeGone, stateOn } from './rules.ts'

const year = { from: '2025-07-01', until: '2026-06-30' }

test('the share of time gone runs from 0 before a contract to 100 on its last day', () => {
  expect(['2025-06-30', '2025-07-01', '2025-12-30', '2026-01-28', '2026-06-29', '2026-06-30', '2026-07-01'].map((day) => shareOfTimeGone(year, day))).toEqual([0, 0, 50, 58, 99, 100, 100])
  expect([stateOn(year, '2025-06-30'), stateOn(year, '2025-07-01'), stateOn(year, '2026-06-30'), stateOn(year, '2026-07-01')]).toEqual(['coming', 'running', 'running', 'over'])
  expect([daysLeft(year, '2026-06-29'), daysLeft(year, '2026-06-30'), daysLeft(year, '2026-07-01')]).toEqual([1, 0, 0])
})

test('a day later is never a smaller share', () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 1000 }), fc.integer({ min: -50, max: 1100 }), (length, at) => {
    const period = { from: '2025-01-01', until: addDays('2025-01-01', length) }
    const day = addDays('2025-01-01', at)
    expect(shareOfTimeGone(period, addDays(day, 1))).toBeGreaterThanOrEqual(shareOfTimeGone(period, day))
  }))
})
