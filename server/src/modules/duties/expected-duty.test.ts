import { beforeAll, expect, test } from 'vitest'
import { requirePacks, resolveStandards, type Standards } from '#server/modules/standards/index.ts'
import { birthday, expectedDuty, lastCounted, type Contact, type FileFacts, type OpenDuty } from './rules/expected-duty.ts'

let standards: Standards
beforeAll(async () => {
  const packs = requirePacks('standards')
  standards = resolveStandards(await packs, 510421100000, '2026-05-20')
})

const TODAY = '2026-05-20'
let n = 0
const contact = (on: string, change: Partial<Contact> = {}): Contact => ({ record: `r${n++}`, on, mode: 'home', result: 'normal', nextOn: null, ...change })
const facts = (change: Partial<FileFacts> = {}): FileFacts => ({
  birthOn: '1944-03-08', sex: 2, risk: 'blue', riskSince: null, openedOn: '2025-01-05', closedOn: null, closedWhy: null, tags: [], contacts: [], ...change,
})
const due = (change: Partial<FileFacts>, today = TODAY) => expectedDuty(facts(change), standards, today) as OpenDuty
const alone = [{ tag: 'lives-alone', fromOn: '2025-01-05', untilOn: null }]

test('blue is seen once in 92 days, and shows from 80 % of them', () => {
  expect(due({ contacts: [contact('2026-05-01')] })).toMatchObject({ dueOn: '2026-08-01', showFrom: '2026-07-13', cycleDays: 92, monthly: false })
})

test('orange is seen once in 14 days', () => {
  expect(due({ risk: 'orange', contacts: [contact('2026-05-10')] }).dueOn).toBe('2026-05-24')
})

test('an elder living alone is due in each calendar month: seen in May, he is due by the end of June', () => {
  expect(due({ tags: alone, contacts: [contact('2026-05-02')] })).toMatchObject({ dueOn: '2026-06-30', showFrom: '2026-06-01', monthly: true, cycleDays: 92 })
})

test('who has to be seen each month is on the list from its first day, and one whose group began later from that day', () => {
  expect(due({ tags: alone, contacts: [contact('2026-04-29')] }, '2026-05-01')).toMatchObject({ showFrom: '2026-05-01', dueOn: '2026-05-31' })
  expect(due({ tags: [{ ...alone[0]!, fromOn: '2026-05-12' }], contacts: [contact('2026-04-29')] })).toMatchObject({ showFrom: '2026-05-12', dueOn: '2026-05-31' })
})

test('an elder not seen since March has been overdue since the end of April', () => {
  expect(due({ tags: alone, contacts: [contact('2026-03-15')] }).dueOn).toBe('2026-04-30')
})

test('who lives alone but is not yet 60 has no duty of the month, and gets it on his birthday', () => {
  const man = { birthOn: '1966-05-20', risk: 'yellow', tags: alone, contacts: [contact('2026-04-30')] }
  expect(due(man, '2026-05-19').monthly).toBe(false)
  expect(due(man, '2026-05-20')).toMatchObject({ monthly: true, dueOn: '2026-05-31' })
})

test('a birth date nobody knows makes no duty of the month', () => {
  expect(due({ birthOn: null, risk: 'yellow', tags: alone }).monthly).toBe(false)
})

test('who turned red has to be seen within a day, and weekly from then on', () => {
  expect(due({ risk: 'red', riskSince: '2026-05-19', contacts: [contact('2026-05-18')] })).toMatchObject({ dueOn: '2026-05-20', showFrom: '2026-05-19' })
  expect(due({ risk: 'red', riskSince: '2026-05-12', contacts: [contact('2026-05-13')] }).dueOn).toBe('2026-05-20')
})

test('at red a second phone call in a row does not count, after a visit it does', () => {
  const phone = { mode: 'phone' }
  const red = { risk: 'red', riskSince: '2026-05-01' }
  expect(due({ ...red, contacts: [contact('2026-05-01'), contact('2026-05-08', phone), contact('2026-05-14', phone)] }).dueOn).toBe('2026-05-15')
  expect(due({ ...red, contacts: [contact('2026-05-08', phone), contact('2026-05-11'), contact('2026-05-14', phone)] }).dueOn).toBe('2026-05-21')
})

test('at yellow every phone call counts', () => {
  expect(due({ risk: 'yellow', contacts: [contact('2026-05-01', { mode: 'phone' }), contact('2026-05-10', { mode: 'phone' })] }).dueOn).toBe('2026-06-10')
})

test('an attempt without seeing the person does not count, but is shown as the last contact', () => {
  const tried = contact('2026-05-15', { result: 'nobody' })
  expect(due({ risk: 'orange', contacts: [contact('2026-05-04'), tried] })).toMatchObject({ dueOn: '2026-05-18', lastOn: '2026-05-15', lastResult: 'nobody' })
})

test('a promised next date brings the day forward and never back, until the person is seen', () => {
  expect(due({ contacts: [contact('2026-05-18', { nextOn: '2026-05-22' })] })).toMatchObject({ dueOn: '2026-05-22', showFrom: '2026-05-22' })
  expect(due({ contacts: [contact('2026-05-18', { nextOn: '2026-12-22' })] }).dueOn).toBe('2026-08-18')
  expect(due({ contacts: [contact('2026-05-17', { nextOn: '2026-05-22' }), contact('2026-05-18')] }).dueOn).toBe('2026-08-18')
  expect(due({ contacts: [contact('2026-05-17'), contact('2026-05-18', { result: 'nobody', nextOn: '2026-05-19' })] }).dueOn).toBe('2026-05-19')
})

test('from the day of death nobody is due', () => {
  expect(expectedDuty(facts({ closedOn: TODAY, closedWhy: 'died' }), standards, TODAY)).toEqual({ closedOn: TODAY, closedWhy: 'died' })
})

test('a group put today does not make somebody overdue for the years before', () => {
  expect(due({ contacts: [contact('2026-03-10')], tags: [{ tag: 'empty-nest', fromOn: TODAY, untilOn: null }] }).dueOn).toBe('2026-05-31')
  expect(due({ openedOn: '2026-05-01', tags: [{ tag: 'empty-nest', fromOn: TODAY, untilOn: null }] })).toMatchObject({ dueOn: '2026-05-31', showFrom: TODAY })
})

test('a birthday on 29 February falls on 1 March in other years', () => {
  expect([birthday('1964-02-29', 60), birthday('1964-02-29', 61)]).toEqual(['2024-02-29', '2025-03-01'])
})

test('modes a rule does not name do not count for it', () => {
  expect(lastCounted([contact('2026-05-01', { mode: 'entrusted' })], ['home', 'phone'], '2026-01-01', 1)).toBeNull()
})
