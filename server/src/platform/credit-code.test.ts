import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkCreditCode, creditCheckOf, organisationCheckOf } from './credit-code.ts'

const ALPHABET = [...'0123456789ABCDEFGHJKLMNPQRTUWXY']
const codes = fc
  .tuple(fc.constantFrom('51', '52', '53', '59', '91', '12'), fc.integer({ min: 110000, max: 659999 }), fc.array(fc.constantFrom(...ALPHABET), { minLength: 8, maxLength: 8 }))
  .map(([head, region, letters]) => {
    const first17 = `${head}${region}${letters.join('')}${organisationCheckOf(letters.join(''))}`
    return first17 + creditCheckOf(first17)
  })

test('published codes pass', () => {
  for (const code of ['91350100M000100Y43', '91110000802100433B', '91440300708461136T', '12100000400000624D']) {
    expect(checkCreditCode(code)).toEqual({ code, problems: [], warnings: [] })
  }
})

test('a code whose sum leaves nothing ends in 0', () => {
  expect(creditCheckOf('00000000000000000')).toBe('0')
  fc.assert(fc.property(codes, (code) => {
    expect(checkCreditCode(code)).toMatchObject({ code, problems: [], warnings: [] })
  }))
})

test('one wrong character is always noticed', () => {
  fc.assert(fc.property(codes, fc.nat(17), fc.constantFrom(...ALPHABET), (code, at, sign) => {
    fc.pre(code[at] !== sign)
    const { problems, warnings } = checkCreditCode(code.slice(0, at) + sign + code.slice(at + 1))
    expect([...problems, ...warnings]).not.toEqual([])
  }), { numRuns: 2_000 })
})

test('a wrong check character warns and does not block, since a few codes were issued so', () => {
  expect(checkCreditCode('91350100M000100Y44')).toMatchObject({ problems: [], warnings: ['credit-code.wrong-check'] })
})

test('what is no code is refused', () => {
  for (const text of ['', '91350100M000100Y4', '91350100M000100Y4I', '9135O100M000100Y43']) {
    expect(checkCreditCode(text).problems).toEqual(['credit-code.not-18-characters'])
  }
  expect(checkCreditCode('1.21E+17').problems).toEqual(['credit-code.ruined-scientific'])
  expect(checkCreditCode(' 91350100m000100y43 ').code).toBe('91350100M000100Y43')
})

test('a code of civil affairs says what kind of organisation it is', () => {
  const kind = (head: string) => checkCreditCode(`${head}510400MJ00000001`).civilAffairsKind
  expect(['51', '52', '53', '59', '91'].map(kind)).toEqual(['association', 'private-non-enterprise', 'foundation', 'other', undefined])
})
