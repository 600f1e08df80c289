import { expect, test } from 'vitest'
import { villagesOf } from './round-villages.ts'

test('the groups of a village add up to it, and nothing is lost between villages', () => {
  const line = (place: number, section: string, reached: number, nobody: number, open: number) => ({ place, placeName: `村${place}`, section, homes: reached + nobody + open, reached, nobody, open, vacant: 0, refused: 0 })
  expect(villagesOf([line(1, '', 0, 0, 1), line(1, '1组', 3, 1, 2), line(1, '2组', 4, 0, 0), line(2, '1组', 0, 2, 5)])).toEqual([line(1, '', 7, 1, 3), line(2, '', 0, 2, 5)])
})
