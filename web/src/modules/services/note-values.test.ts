import { expect, test } from 'vitest'
import { bodyOf, kindOf, type Note } from './note-values.ts'

const note: Note = { id: 'n', mode: 'home', occurredOn: '2026-05-20', minutes: 40, words: ' 门锁着。 ', files: ['f'], result: 'nobody', withWhom: '', title: ' 重阳节义诊 ', heads: undefined, headGroups: { elder: 12, child: 0 }, photos: [] }

test('a note is kept as what it was: a session, an activity, a visit, or a call where nobody stood at a door', () => {
  expect([kindOf({ kinds: ['session', 'visit', 'call'] }, 'phone'), kindOf({ kinds: ['activity', 'visit', 'call'] }, 'health'), kindOf({ kinds: ['visit', 'call'] }, 'home'), kindOf({ kinds: ['visit', 'call'] }, 'phone'), kindOf({ kinds: ['visit'] }, 'phone')])
    .toEqual(['session', 'activity', 'visit', 'call', 'visit'])
})

test('a visit says what was found at the door, and an activity what it was and how many came', () => {
  expect(bodyOf('visit', {}, note)).toEqual({ kind: 'visit', formVersion: 'visit.1', occurredOn: '2026-05-20', minutes: 40, words: '门锁着。', mode: 'home', files: ['f'], result: 'nobody', withWhom: '' })
  expect(bodyOf('activity', {}, { ...note, mode: '', files: [] })).toMatchObject({ kind: 'activity', mode: 'other', title: '重阳节义诊', heads: 0, headGroups: { elder: 12 }, photos: [] })
  expect(bodyOf('session', {}, note)).not.toHaveProperty('result')
})

test('a home visit of a case is a visit, and its call a call', () => {
  const casework = { kinds: ['session', 'visit', 'call'], as: { 'home-visit': { kind: 'visit', mode: 'home' }, phone: { kind: 'call', mode: 'phone' } } } as const
  expect(['interview', 'home-visit', 'phone'].map((mode) => kindOf({ ...casework, kinds: [...casework.kinds] }, mode))).toEqual(['session', 'visit', 'call'])
  expect(bodyOf('visit', casework.as, { ...note, mode: 'home-visit', withWhom: ' 村医 ' })).toMatchObject({ kind: 'visit', mode: 'home', result: 'nobody', withWhom: '村医' })
})
