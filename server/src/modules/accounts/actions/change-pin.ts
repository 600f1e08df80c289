import type { OwnWork } from '#server/platform/work.ts'
import { hashPin } from '../rules/secrets.ts'
import { checkPin } from '../rules/strength.ts'
import { changeSecret, findOwnAccount } from '../store/own.ts'
import { leaveTrace } from '../store/traces.ts'

/** Sets the PIN that unlocks the screen. */
export async function changePin({ tx, self, keys }: OwnWork, pin: string): Promise<void> {
  checkPin(pin)
  await changeSecret(tx, self.account, { pin_hash: await hashPin(keys, pin) })
  await leaveTrace(tx, 'pin-changed', (await findOwnAccount(tx, self.account))!, self.session)
}
