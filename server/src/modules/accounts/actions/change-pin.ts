import type { ChangePin } from '#api/session.ts'
import type { Refusal } from '#server/platform/refusal.ts'
import type { OwnWork } from '#server/platform/work.ts'
import { hashPin } from '../rules/secrets.ts'
import { checkPin } from '../rules/strength.ts'
import { changeSecret, findOwnAccount } from '../store/own.ts'
import { leaveTrace } from '../store/traces.ts'
import { checkOwnPassword } from './change-password.ts'

/** Sets the PIN that unlocks the screen. Asks for the password: else whoever finds the screen open could set his own. */
export async function changePin(own: OwnWork, { password, pin }: ChangePin): Promise<undefined | Refusal> {
  const { tx, self, keys } = own
  checkPin(pin)
  const account = (await findOwnAccount(tx, self.account))!
  const refusal = await checkOwnPassword(own, account, password)
  if (refusal) return refusal
  await changeSecret(tx, self.account, { pin_hash: await hashPin(keys, pin) })
  await leaveTrace(tx, 'pin-changed', account, self.session)
  return undefined
}
