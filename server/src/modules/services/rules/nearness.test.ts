import { expect, test } from 'vitest'
import { byNearness } from './nearness.ts'

const [NEAR, FAR] = [510421103001, 510421103009]
const home = (place: number, section: string, door: number | null, state = 'open') => ({ place, section, door, state })
const said = (homes: readonly ReturnType<typeof home>[], last?: ReturnType<typeof home>) => byNearness(homes, ({ door }) => door, last).map(({ place, section, door }) => `${place === NEAR ? '' : '远'}${section}${door ?? ''}`)

test('one village is walked after the other, however its numbers lie between those of the next', () => {
  const homes = [home(NEAR, '1组', 9), home(FAR, '1组', 10), home(NEAR, '2组', 3), home(FAR, '1组', 1), home(NEAR, '1组', 11), home(NEAR, '1组', null)]
  expect(said(homes)).toEqual(['1组9', '1组11', '1组', '2组3', '远1组1', '远1组10'])
})

test('it goes on from the door where one was last, whatever was found there, in the group, then the village', () => {
  const homes = [home(NEAR, '1组', 1), home(FAR, '1组', 2), home(FAR, '1组', 30), home(FAR, '2组', 5), home(FAR, '1组', 28, 'reached')]
  expect(said(homes, home(FAR, '1组', 28))).toEqual(['远1组30', '远1组2', '远2组5', '1组1', '远1组28'])
})
