import { expect, test, vi } from 'vitest'

vi.mock('#web/platform/i18n.ts', () => ({ i18n: { language: 'zh-CN', t: (key: string) => key } }))
const { rangeOf, step } = await import('./ranges.ts')

test('a month is shown in whole weeks from Monday, also February and at the turn of the year', () => {
  expect(rangeOf('month', '2026-05-20')).toEqual({ from: '2026-04-27', to: '2026-05-31' })
  expect(rangeOf('month', '2027-02-10')).toEqual({ from: '2027-02-01', to: '2027-02-28' })
  expect(rangeOf('month', '2026-12-31')).toEqual({ from: '2026-11-30', to: '2027-01-03' })
  expect(rangeOf('week', '2026-05-24')).toEqual({ from: '2026-05-18', to: '2026-05-24' })
})

test('one goes on by a month, a week or a day, from the last of a month too', () => {
  expect([step('month', '2026-01-31', 1), step('month', '2026-03-31', -1), step('month', '2026-12-05', 1)]).toEqual(['2026-02-01', '2026-02-01', '2027-01-01'])
  expect([step('week', '2026-12-28', 1), step('day', '2026-03-01', -1)]).toEqual(['2027-01-04', '2026-02-28'])
})
