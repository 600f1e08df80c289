import { expect, test } from 'vitest'
import { Refusal } from '#server/platform/refusal.ts'
import { checkForm, gapsOf, type Form } from './rules/record.ts'
import { asksForTwo } from './rules/two-visitors.ts'

const forms: Record<string, Form> = { 'visit.1': { kind: 'visit', replacedOn: '2025-06-01' }, 'visit.2': { kind: 'visit', replacedOn: null } }
const taken = (version: string, today: string) => {
  try {
    checkForm(version, 'visit', today, forms)
    return true
  } catch (error) {
    if (error instanceof Refusal && error.code === 'form.withdrawn') return false
    throw error
  }
}

test('a form is taken for twelve months after a newer one took its place, and no longer', () => {
  expect([taken('visit.1', '2026-06-01'), taken('visit.1', '2026-06-02'), taken('visit.2', '2030-01-01')]).toEqual([true, false, true])
})

test('a form nobody knows, or of another kind of record, is withdrawn', () => {
  expect(taken('visit.3', '2026-01-01')).toBe(false)
  expect(() => checkForm('visit.2', 'call', '2026-01-01', forms)).toThrow(Refusal)
})

test('what is missing is named and blocks nothing: item, words of a finding, a second visitor, photos of an activity', () => {
  const visit = { kind: 'visit' as const, item: '', result: 'needs-attention', hasWords: false, withWhom: '', twoAsked: true, photosShow: [] }
  expect(gapsOf(visit)).toEqual(['item', 'words', 'companion'])
  expect(gapsOf({ ...visit, kind: 'activity', result: null, item: 'x' })).toEqual(['photo', 'sign-in-sheet'])
  expect(gapsOf({ ...visit, kind: 'task', result: null })).toEqual([])
})

test('one of those met is enough to ask for two: by risk, protected, or a first visit', () => {
  const [calm, red] = [{ file: 'a', risk: 'blue', protected: false }, { file: 'b', risk: 'red', protected: false }]
  expect([asksForTwo(['red'], [calm, red], new Set()), asksForTwo(['red'], [calm], new Set()), asksForTwo([], [red], new Set())]).toEqual([true, false, false])
  expect([asksForTwo(['first'], [calm], new Set()), asksForTwo(['first'], [calm], new Set(['a']))]).toEqual([true, false])
  expect([asksForTwo(['protected'], [calm], new Set()), asksForTwo(['protected'], [{ ...calm, protected: true }], new Set())]).toEqual([false, true])
})
