import { expect, test } from 'vitest'
import { guardAll } from './guard.ts'

const cells = (...values: number[]) => values.map((value) => ({ value, guarded: false }))
const shown = (...values: number[]) => guardAll(cells(...values), 10, true).map(({ value }) => value)

test('counts from one to nine are not shown, nothing and ten are', () => {
  expect(shown(0, 10, 3, 9, 25)).toEqual([0, 10, null, null, 25])
})

test('a count hidden alone takes the next smallest with it, so that subtraction does not give it away', () => {
  expect(shown(3, 40, 12)).toEqual([null, 40, null])
})

test('groups overlap and do not add up: there one alone stays hidden alone', () => {
  expect(guardAll(cells(3, 40, 12), 10, false).map(({ value }) => value)).toEqual([null, 40, 12])
})
