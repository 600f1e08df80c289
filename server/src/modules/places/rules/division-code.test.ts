import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cellOf, formatDivisionCode, guessParent, isDivisionCode, isWithin, levelOf, parseDivisionCode, reachOf } from './division-code.ts'

const codes = fc
  .tuple(fc.integer({ min: 11, max: 99 }), fc.nat(99), fc.nat(99), fc.nat(999), fc.nat(999), fc.integer({ min: 1, max: 5 }))
  .map(([province, city, county, township, village, depth]) =>
    [10_000_000_000 * province, 100_000_000 * city, 1_000_000 * county, 1_000 * township, village].slice(0, depth).reduce((sum, part) => sum + part, 0),
  )

describe('a division code', () => {
  test('may be written short, with spaces or with full-width digits', () => {
    expect(parseDivisionCode('510421')).toBe(510421000000)
    expect(parseDivisionCode(' 5104 21101 ')).toBe(510421101000)
    expect(parseDivisionCode('５１０４２１１０１００１')).toBe(510421101001)
    expect(parseDivisionCode(51)).toBe(510000000000)
  })

  test('is refused when it is not whole or not a number', () => {
    for (const text of ['', '5', '51042', '5104211', '5.10421E+11', '米易县', '000000000000', '010000', '-51', '5104210000001']) {
      expect(parseDivisionCode(text)).toBeUndefined()
    }
    expect(isDivisionCode(510421.5)).toBe(false)
    expect(() => levelOf(510421)).toThrow('place.not-a-code')
  })

  test('says its level and its likely parent', () => {
    expect([510000000000, 510400000000, 510421000000, 510421101000, 510421101001].map(levelOf)).toEqual([
      'province', 'city', 'county', 'township', 'village',
    ])
    expect(guessParent(510421101001)).toBe(510421101000)
    expect(guessParent(510421101000)).toBe(510421000000)
    expect(guessParent(510421000000)).toBe(510400000000)
    expect(guessParent(510000000000)).toBeNull()
  })

  test('a town of a city without counties lies directly under the city', () => {
    expect(levelOf(441900000000)).toBe('city')
    expect(guessParent(441900003000)).toBe(441900000000)
    expect(cellOf(441900003000)).toBe(441900)
  })

  test('a place reaches over all that lies in it and nothing else', () => {
    expect(reachOf(510421000000)).toEqual({ from: 510421000000, to: 510421999999 })
    expect(reachOf(510421101000)).toEqual({ from: 510421101000, to: 510421101999 })
    expect(reachOf(510421101001)).toEqual({ from: 510421101001, to: 510421101001 })
    expect(isWithin(510421101001, 510400000000)).toBe(true)
    expect(isWithin(510422000000, 510421000000)).toBe(false)
  })

  test('the cell is the county', () => {
    expect(cellOf(510421101001)).toBe(510421)
    expect(cellOf(510400000000)).toBe(510400)
  })

  test('survives being written and read, and lies in its parent', () => {
    fc.assert(
      fc.property(codes, (code) => {
        expect(parseDivisionCode(formatDivisionCode(code))).toBe(code)
        const parent = guessParent(code)
        expect(parent === null ? levelOf(code) === 'province' : isWithin(code, parent)).toBe(true)
        expect(cellOf(code)).toBe(Math.floor(code / 1e6))
      }),
    )
  })
})
