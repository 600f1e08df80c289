import { describe, expect, it, vi } from 'vitest'

vi.mock('./i18n.ts', () => ({ i18n: { language: 'zh-CN', t: (key: string, values?: { count?: number }) => (values ? `${key}:${values.count}` : key) } }))
const { addDays, ageOn, ageText, dayText, daysBetween, instantText } = await import('./dates.ts')

describe('days as people say them', () => {
  it('are today, yesterday, the day of this year, and with the year when it is another', () => {
    expect(dayText('2026-11-23', '2026-11-23')).toBe('ui:date.today')
    expect(dayText('2026-11-22', '2026-11-23')).toBe('ui:date.yesterday')
    expect(dayText('2026-11-20', '2026-11-23')).toMatch(/^11\D20\D$/)
    expect(dayText('2025-12-31', '2026-01-02')).toMatch(/^2025\D12\D31\D$/)
  })

  it('are counted across months and leap years', () => {
    expect(addDays('2028-02-28', 1)).toBe('2028-02-29')
    expect(daysBetween('2026-12-31', '2027-01-01')).toBe(1)
  })

  it('are those of China, whatever the clock of the device', () => {
    expect(instantText('2026-11-22T16:30:00Z', '2026-11-23')).toBe('ui:date.today 00:30')
  })
})

describe('an age', () => {
  it('changes on the birthday', () => {
    expect(ageOn('1944-11-24', '2026-11-23')).toBe(81)
    expect(ageOn('1944-11-23', '2026-11-23')).toBe(82)
    expect(ageOn('2012-02-29', '2026-02-28')).toBe(13)
  })

  it('of a small child is said in months, of a newborn in days', () => {
    expect(ageText('2025-10-23', '2026-11-23')).toBe('ui:age.months:13')
    expect(ageText('2026-11-20', '2026-11-23')).toBe('ui:age.days:3')
  })
})
