import { expect, test } from 'vitest'
import { bodyOf, kindOf, type Note } from './note-values.ts'

const note: Note = { id: 'n', mode: 'home', occurredOn: '2026-05-20', minutes: 40, words: ' 门锁着。 ', files: ['f'], result: 'nobody', title: ' 重阳节义诊 ', heads: undefined, headGroups: { elder: 12, child: 0 }, photos: [] }

test('a note is kept as what it was: a session, an activity, a visit, or a call where nobody stood at a door', () => {
  expect([kindOf(['session', 'visit', 'call'], 'phone'), kindOf(['activity', 'visit', 'call'], 'health'), kindOf(['visit', 'call'], 'home'), kindOf(['visit', 'call'], 'phone'), kindOf(['visit'], 'phone')])
    .toEqual(['session', 'activity', 'visit', 'call', 'visit'])
})

test('a visit says what was found at the door, and an activity what it was and how many came', () => {
  expect(bodyOf('visit', note)).toEqual({ kind: 'visit', formVersion: 'visit.1', occurredOn: '2026-05-20', minutes: 40, words: '门锁着。', mode: 'home', files: ['f'], result: 'nobody' })
  expect(bodyOf('activity', { ...note, mode: '', files: [] })).toMatchObject({ kind: 'activity', mode: 'other', title: '重阳节义诊', heads: 0, headGroups: { elder: 12 }, photos: [] })
  expect(bodyOf('session', note)).not.toHaveProperty('result')
})
