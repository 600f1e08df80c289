import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays, isDate } from './days.ts'
import {
  checkDigitOf, checkIdentityNumber, convertOldNumber, findSpreadsheetDamage, inventIdentityNumber, isInventedNumber,
} from './identity-number.ts'

const SAMPLE = '11010519491231002X'
const births = fc.integer({ min: 0, max: 45_000 }).map((n) => addDays('1900-01-01', n))
const numbers = fc
  .tuple(fc.constantFrom(110105, 510402, 510421, 659001), births, fc.integer({ min: 1, max: 999 }))
  .map(([region, birth, sequence]) => {
    const first17 = `${region}${birth.replaceAll('-', '')}${String(sequence).padStart(3, '0')}`
    return { number: first17 + checkDigitOf(first17), birth, sequence }
  })
const replaceAt = (text: string, at: number, sign: string) => text.slice(0, at) + sign + text.slice(at + 1)

describe('an identity number', () => {
  test('tells birth date and sex', () => {
    expect(checkIdentityNumber(SAMPLE)).toEqual({ number: SAMPLE, problems: [], warnings: [], birth: '1949-12-31', sex: 'female' })
    fc.assert(fc.property(numbers, ({ number, birth, sequence }) => {
      expect(checkIdentityNumber(number)).toMatchObject({ problems: [], birth, sex: sequence % 2 === 1 ? 'male' : 'female' })
    }))
  })

  test('with one digit wrong is always caught', () => {
    fc.assert(fc.property(numbers, fc.nat(17), fc.constantFrom(...'0123456789X'), ({ number }, at, sign) => {
      fc.pre(number[at] !== sign && (sign !== 'X' || at === 17))
      expect(checkIdentityNumber(replaceAt(number, at, sign)).problems).not.toEqual([])
    }), { numRuns: 2_000 })
  })

  test('with two neighbouring digits swapped is always caught', () => {
    fc.assert(fc.property(numbers, fc.nat(15), ({ number }, at) => {
      const [one = '', two = ''] = number.slice(at, at + 2)
      fc.pre(one !== two)
      expect(checkIdentityNumber(replaceAt(replaceAt(number, at, two), at + 1, one)).problems).not.toEqual([])
    }), { numRuns: 1_000 })
  })

  test('is accepted however the X, spaces and digits were typed', () => {
    for (const text of ['11010519491231002x', ' 110105 19491231 002X', '１１０１０５１９４９１２３１００２Ｘ', "'11010519491231002X", '11010519491231002×']) {
      expect(checkIdentityNumber(text)).toMatchObject({ number: SAMPLE, problems: [] })
    }
  })

  test('is refused with a birth date that never was, or after today', () => {
    const first17 = '51040219900230123'
    expect(checkIdentityNumber(first17 + checkDigitOf(first17)).problems).toEqual(['identity.no-such-birth-date'])
    expect(checkIdentityNumber(SAMPLE, { today: '1949-12-30' }).problems).toEqual(['identity.born-in-the-future'])
    expect(checkIdentityNumber(SAMPLE, { today: '1949-12-31' }).problems).toEqual([])
    expect(checkIdentityNumber('110105194912310021').problems).toEqual(['identity.wrong-check-digit'])
    expect(checkIdentityNumber('').problems).toEqual(['identity.not-18-digits'])
  })

  test('of an unknown region is only remarked upon', () => {
    const first17 = `10${SAMPLE.slice(2, 17)}`
    expect(checkIdentityNumber(first17 + checkDigitOf(first17))).toMatchObject({ problems: [], warnings: ['identity.unknown-region'] })
    expect(checkIdentityNumber(SAMPLE, { isKnownRegion: (region) => region === 110101 })).toMatchObject({
      problems: [], warnings: ['identity.unknown-region'],
    })
  })
})

describe('an old number of 15 digits', () => {
  test('is accepted for import only, and converted', () => {
    expect(checkIdentityNumber('110105491231002').problems).toEqual(['identity.old-15-digits'])
    expect(checkIdentityNumber('110105491231002', { forImport: true })).toEqual({
      number: SAMPLE, problems: [], warnings: ['identity.converted-from-15'], birth: '1949-12-31', sex: 'female',
    })
  })

  test('of someone very old keeps the century', () => {
    expect(convertOldNumber('510402980101998').slice(6, 14)).toBe('18980101')
  })
})

describe('an invented number', () => {
  test('passes every check, is known as invented, and says no sex', () => {
    fc.assert(fc.property(births, (birth) => {
      const number = inventIdentityNumber(510421, birth)
      expect(number.slice(14, 17)).toBe('000')
      expect(isInventedNumber(number)).toBe(true)
      expect(checkIdentityNumber(number)).toEqual({ number, problems: [], warnings: ['identity.invented'], birth })
      expect(isDate(birth)).toBe(true)
    }))
    expect(() => inventIdentityNumber(510421, '1990-02-30')).toThrow(RangeError)
  })
})

describe('a number ruined by a spreadsheet', () => {
  test('shown in scientific notation is recognised', () => {
    for (const text of ['5.10402E+17', '1.10105194912310E+17', '5.1E17']) expect(findSpreadsheetDamage(text)).toBe('scientific')
    expect(checkIdentityNumber('5.10402E+17').problems).toEqual(['identity.ruined-scientific'])
  })

  test('with its last three digits turned to zeros is refused, or at the least suspect', () => {
    fc.assert(fc.property(numbers, ({ number }) => {
      fc.pre(!number.endsWith('000') && number[14] !== '0')
      const { problems, warnings } = checkIdentityNumber(`${number.slice(0, 15)}000`)
      expect([...problems, ...warnings].some((code) => code === 'identity.ruined-last-digits' || code === 'identity.last-digits-suspect')).toBe(true)
    }))
  })

  test('that lost its X is recognised', () => {
    expect(checkIdentityNumber(SAMPLE.slice(0, 17)).problems).toEqual(['identity.ruined-lost-x'])
    expect(checkIdentityNumber('11010519491231003').problems).toEqual(['identity.not-18-digits'])
  })

  test('is never seen in a sound number', () => {
    fc.assert(fc.property(numbers, ({ number }) => {
      expect(findSpreadsheetDamage(number)).toBeUndefined()
    }))
  })
})
