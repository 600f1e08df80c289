import { Refusal } from '#server/platform/refusal.ts'
import type { OwnWork } from '#server/platform/work.ts'
import { openTotp } from '../rules/secrets.ts'
import { stepOfCode } from '../rules/totp.ts'
import { changeSecret, findOwnAccount, lockSecret } from '../store/own.ts'
import { leaveTrace } from '../store/traces.ts'
import { beginTry, clearTries } from '../store/tries.ts'
import { lockedOut } from './sign-in.ts'

/** The authenticator shows the right code: from now on it is the second factor, and the earlier one is gone. */
export async function confirmTotp({ tx, self, keys, now }: OwnWork, code: string): Promise<undefined | Refusal> {
  const tries = await beginTry(tx, keys, 'factor', self.account, now)
  if (tries.locked) return lockedOut(tries.locked, now)
  const secret = await lockSecret(tx, self.account)
  if (!secret?.totp_waiting_sealed) return new Refusal('second-factor.none-waiting')
  const step = stepOfCode(openTotp(keys, self.account, secret.totp_waiting_sealed), code, now)
  if (step === undefined) return new Refusal('second-factor.wrong')
  await clearTries(tx, keys, 'factor', self.account)
  await changeSecret(tx, self.account, { totp_sealed: secret.totp_waiting_sealed, totp_waiting_sealed: null, totp_last_step: step })
  await leaveTrace(tx, 'authenticator-changed', (await findOwnAccount(tx, self.account))!, self.session)
  return undefined
}
