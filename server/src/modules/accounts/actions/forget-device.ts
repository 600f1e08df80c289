import { Refusal } from '#server/platform/refusal.ts'
import type { OwnWork } from '#server/platform/work.ts'
import { findOwnAccount, forgetDevice as removeDevice } from '../store/own.ts'
import { leaveTrace } from '../store/traces.ts'

/** This device needs the second factor again. */
export async function forgetDevice({ tx, self }: OwnWork, id: string): Promise<void> {
  if (!(await removeDevice(tx, self.account, id))) throw new Refusal('device.not-found')
  await leaveTrace(tx, 'device-forgotten', (await findOwnAccount(tx, self.account))!, id)
}
