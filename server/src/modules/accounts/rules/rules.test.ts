import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ROLES, type Role } from '#api/roles.ts'
import { Keyring } from '#server/platform/keys/index.ts'
import { checkInHands, checkMayGive, checkReach, checkUnit, rolesToGive } from './giving.ts'
import { hashPassword, hashPin, makeCodeCard, makeOneTimePassword, openTotp, sealTotp, verifyPassword, verifyPin } from './secrets.ts'
import { checkPassword, checkPin } from './strength.ts'
import { codeToUse, makeTotpSecret, stepOfCode } from './totp.ts'

const keys = new Keyring(Buffer.alloc(32, 7))
const refused = (run: () => void): string => {
  try { run() } catch (error) { return (error as { code: string }).code }
  return 'accepted'
}
const COUNTY_MAY_NOT: readonly Role[] = ['city_bureau', 'auditor', 'administrator']

test('a head gives worker and village posts, a county bureau all but city, auditor and administrator, an administrator all, nobody else any', () => {
  for (const giver of ROLES) {
    const expected = giver === 'administrator' ? ROLES : giver === 'county_bureau' ? ROLES.filter((role) => !COUNTY_MAY_NOT.includes(role))
      : giver === 'station_head' ? ['worker', 'village_cadre', 'child_director'] : []
    expect([...rolesToGive(giver)].sort(), giver).toEqual([...expected].sort())
    for (const role of ROLES) expect(refused(() => checkMayGive(giver, role))).toBe((expected as string[]).includes(role) ? 'accepted' : 'post.may-not-give')
  }
})

test('a head gives worker posts at the own station only, village posts also at its rooms', () => {
  const head = { role: 'station_head', station: 's1' }
  expect(refused(() => checkUnit(head, 'worker', { id: 's1', guidedBy: null }))).toBe('accepted')
  expect(refused(() => checkUnit(head, 'worker', { id: 'room', guidedBy: 's1' }))).toBe('post.reach-too-wide')
  expect(refused(() => checkUnit(head, 'village_cadre', { id: 'room', guidedBy: 's1' }))).toBe('accepted')
  expect(refused(() => checkUnit(head, 'village_cadre', { id: 'room', guidedBy: 's2' }))).toBe('post.reach-too-wide')
  expect(refused(() => checkUnit(head, 'village_cadre', undefined))).toBe('post.reach-too-wide')
})

test('no post reaches one place further than its giver', () => {
  fc.assert(fc.property(fc.nat(1000), fc.nat(1000), fc.nat(1000), fc.nat(1000), (a, b, c, d) => {
    const [giver, post] = [[Math.min(a, b), Math.max(a, b)], [c, d]]
    const inside = c >= giver[0]! && d <= giver[1]! && c <= d
    expect(refused(() => checkReach(giver, post))).toBe(inside ? 'accepted' : 'post.reach-too-wide')
  }))
})

test('an account with one post beyond the asker cannot be reset by him, and nobody resets himself', () => {
  const head = { role: 'station_head', account: 'me' }
  expect(refused(() => checkInHands(head, 'a', [{ role: 'worker', within: true }]))).toBe('accepted')
  expect(refused(() => checkInHands(head, 'a', [{ role: 'worker', within: true }, { role: 'county_bureau', within: true }]))).toBe('account.beyond-you')
  expect(refused(() => checkInHands(head, 'a', [{ role: 'worker', within: false }]))).toBe('account.beyond-you')
  expect(refused(() => checkInHands(head, 'me', []))).toBe('post.not-to-oneself')
})

test('a password needs eight characters and must not be common, one row of keys or the user name', () => {
  for (const simple of ['short7!', 'password', 'Password1', 'PASSWORD123', 'woaini1314', '11111111', 'abcdabcd', '34567890', 'qwertyuiop', 'zhoumin1', 'zhoumin1234', 'a123456789!', 'aabbaabb', 'mima1234']) {
    expect(refused(() => checkPassword(simple, 'zhoumin')), simple).toBe('password.too-simple')
  }
  for (const good of ['竹杖芒鞋轻胜马谁怕', 'correct horse battery', 'Pan9-kelp-Ridge', 'XK7P-9QMR-TVW2']) expect(refused(() => checkPassword(good, 'zhoumin')), good).toBe('accepted')
})

test('a PIN has four to eight digits and is neither a row nor a repetition', () => {
  for (const simple of ['123', '1111', '1234', '9876', '1212', '12345678', '123456789', '12a4', '1314', '', '00000000', '２５８０']) expect(refused(() => checkPin(simple)), simple).toBe('pin.too-simple')
  for (const good of ['2580', '1379', '40718265', '1123']) expect(refused(() => checkPin(good)), good).toBe('accepted')
})

test('a hash verifies its own password and no other, and says nothing without the master key', async () => {
  const kept = await hashPassword(keys, '竹杖芒鞋轻胜马谁怕')
  expect(kept).toMatch(/^\$argon2id\$v=19\$m=47104,t=1,p=1\$/)
  expect(await verifyPassword(keys, '竹杖芒鞋轻胜马谁怕', kept)).toBe(true)
  expect(await verifyPassword(keys, '竹杖芒鞋轻胜牛谁怕', kept)).toBe(false)
  expect(await verifyPassword(keys, '竹杖芒鞋轻胜马谁怕', undefined)).toBe(false)
  expect(await verifyPassword(new Keyring(Buffer.alloc(32, 8)), '竹杖芒鞋轻胜马谁怕', kept)).toBe(false)
  expect(await verifyPin(keys, '2580', await hashPin(keys, '2580'))).toBe(true)
})

test('the numbers of a card, one-time passwords and tokens are all different', () => {
  const { codes, hashes } = makeCodeCard(keys, 'a')
  expect(codes).toHaveLength(10)
  expect(new Set(codes).size).toBe(10)
  expect(codes.every((code) => /^[A-Z2-9]{4}-[A-Z2-9]{4}$/.test(code))).toBe(true)
  expect(hashes.some((hash) => makeCodeCard(keys, 'a').hashes.some((other) => other.equals(hash)))).toBe(false)
  expect(makeOneTimePassword()).not.toBe(makeOneTimePassword())
})

test('a rolling code is right for its own half minute and one to each side', () => {
  const secret = makeTotpSecret()
  const at = new Date('2026-05-20T02:00:05Z')
  const { code } = codeToUse(secret, 0, at)
  const step = Math.floor(at.getTime() / 30_000)
  expect(stepOfCode(secret, code, at)).toBe(step)
  expect(stepOfCode(secret, code, new Date(at.getTime() + 30_000))).toBe(step)
  expect(stepOfCode(secret, code, new Date(at.getTime() + 90_000))).toBeUndefined()
  expect(stepOfCode(secret, codeToUse(secret, step, at).code, at)).toBe(step + 1)
})

test('a sealed authenticator secret opens for its own account only', () => {
  const sealed = sealTotp(keys, 'a', 'JBSWY3DPEHPK3PXP')
  expect(openTotp(keys, 'a', sealed)).toBe('JBSWY3DPEHPK3PXP')
  expect(() => openTotp(keys, 'b', sealed)).toThrow()
})
