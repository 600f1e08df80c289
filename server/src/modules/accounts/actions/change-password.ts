import type { ChangePassword } from '#api/session.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { OwnWork } from '#server/platform/work.ts'
import { hashPassword, verifyPassword } from '../rules/secrets.ts'
import { checkPassword } from '../rules/strength.ts'
import { changeSecret, endOwnSessions, findOwnAccount, findSecret } from '../store/own.ts'
import { leaveTrace } from '../store/traces.ts'
import { beginTry, clearTries } from '../store/tries.ts'
import { lockedOut } from './sign-in.ts'

/** A new password in place of the old one; every other session ends. Wrong old ones count like wrong ones at the door. */
export async function changePassword(own: OwnWork, input: ChangePassword): Promise<undefined | Refusal> {
  const { tx, self, keys, now } = own
  const account = (await findOwnAccount(tx, self.account))!
  checkPassword(input.new, account.signInName)
  if (input.new === input.old) throw new Refusal('password.too-simple')
  const refusal = await checkOwnPassword(own, account, input.old)
  if (refusal) return refusal
  await changeSecret(tx, self.account, { password_hash: await hashPassword(keys, input.new), must_change: false })
  await endOwnSessions(tx, self.account, { but: self.session }, now)
  await leaveTrace(tx, 'password-changed', account, self.session)
  return undefined
}

type Account = NonNullable<Awaited<ReturnType<typeof findOwnAccount>>>

/** The refusal is given back, not thrown: the count of tries must stay. */
export async function checkOwnPassword({ tx, self, keys, now }: OwnWork, account: Account, password: string): Promise<Refusal | undefined> {
  const tries = await beginTry(tx, keys, 'name', account.signInName, now)
  if (tries.locked) return lockedOut(tries.locked, now)
  const secret = await findSecret(tx, self.account)
  if (!(await verifyPassword(keys, password, secret?.password_hash))) {
    await leaveTrace(tx, 'own-password-wrong', account, self.session)
    return new Refusal('password.wrong')
  }
  await clearTries(tx, keys, 'name', account.signInName)
  return undefined
}
