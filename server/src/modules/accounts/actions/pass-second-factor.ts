import { randomUUID } from 'node:crypto'
import type { SecondFactor, SessionView } from '#api/session.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { OwnWork } from '#server/platform/work.ts'
import { hoursAfter, LIMITS } from '../rules/limits.ts'
import { hashOfCode, makeToken, openTotp } from '../rules/secrets.ts'
import { stepOfCode } from '../rules/totp.ts'
import { addDevice, changeSecret, changeSession, findOwnAccount, lockSecret, lockSession } from '../store/own.ts'
import { leaveTrace } from '../store/traces.ts'
import { beginTry, clearTries } from '../store/tries.ts'
import { viewSession } from '../views/session-view.ts'
import { deviceUntil, lockedOut } from './sign-in.ts'

export interface Passed {
  token: string
  endsAt: Date
  device: { token: string; until: Date } | undefined
  view: SessionView
}

/** The second step of signing in. A new token replaces the one that waited. */
export async function passSecondFactor(own: OwnWork, input: SecondFactor, demo: boolean): Promise<Passed | Refusal> {
  const { tx, self, now } = own
  const session = await lockSession(tx, self.session)
  if (session?.stage !== 'second-factor') return new Refusal('session.missing')
  const refusal = await checkFactor(own, input.code)
  if (refusal) return refusal
  const { token, hash } = makeToken()
  const endsAt = hoursAfter(now, LIMITS.sessionHours)
  await changeSession(tx, self.session, { stage: 'open', token_hash: hash, seen_at: now, ends_at: endsAt, stepped_up_at: now })
  await changeSecret(tx, self.account, { signed_in_at: now })
  const device = input.trustDevice ? { ...makeToken(), until: deviceUntil(now) } : undefined
  if (device) await addDevice(tx, { id: randomUUID(), tokenHash: device.hash, account: self.account, name: session.device_name, at: now, until: device.until })
  await leaveTrace(tx, 'signed-in', (await findOwnAccount(tx, self.account))!, self.session)
  return { token, endsAt, device: device && { token: device.token, until: device.until }, view: await viewSession(own, demo) }
}

/**
 * A rolling code, each step once, or one number of the card, each number once. The refusal is given back, not thrown: the count
 * of tries must stay. The secret's row is locked, so of two uses at the same moment one passes.
 */
export async function checkFactor({ tx, self, keys, now }: OwnWork, code: string): Promise<Refusal | undefined> {
  const forAccount = await beginTry(tx, keys, 'factor', self.account, now)
  if (forAccount.locked) return lockedOut(forAccount.locked, now)
  const secret = await lockSecret(tx, self.account)
  const use = secret && (/^\d{6}$/.test(code) ? spendStep(secret, code) : spendNumber(secret, code))
  if (use instanceof Refusal || use === undefined) {
    await leaveTrace(tx, forAccount.leftOver > 0 ? 'second-factor-failed' : 'second-factor-locked-out', (await findOwnAccount(tx, self.account))!, self.session)
    return use ?? new Refusal('second-factor.wrong')
  }
  await changeSecret(tx, self.account, use)
  await clearTries(tx, keys, 'factor', self.account)
  return undefined

  function spendStep(kept: { totp_sealed: Buffer | null; totp_last_step: number }, typed: string) {
    const step = kept.totp_sealed ? stepOfCode(openTotp(keys, self.account, kept.totp_sealed), typed, now) : undefined
    if (step === undefined) return undefined
    return step <= kept.totp_last_step ? new Refusal('second-factor.used') : { totp_last_step: step }
  }
  function spendNumber(kept: { code_card: Buffer[] }, typed: string) {
    const hash = hashOfCode(keys, self.account, typed)
    const left = kept.code_card.filter((each) => !each.equals(hash))
    return left.length < kept.code_card.length ? { code_card: left } : undefined
  }
}
