import type { DeviceKey } from '#api/session.ts'
import type { OwnWork } from '#server/platform/work.ts'
import { deviceKeyOf, deviceShareOf } from '../rules/device-key.ts'
import { LIMITS } from '../rules/limits.ts'
import { findTrustedDevice } from '../store/own.ts'

/** Opens what this browser keeps for its user; a trusted one also gets what it needs to open without network. */
export async function giveDeviceKey({ tx, self, keys, now }: OwnWork, device: string, token: Buffer | undefined): Promise<DeviceKey> {
  const isTrusted = token !== undefined && (await findTrustedDevice(tx, self.account, token, now)) !== undefined
  return {
    key: deviceKeyOf(keys, self.account, device).toString('base64'),
    share: isTrusted ? deviceShareOf(keys, self.account, device).toString('base64') : null,
    offlineHours: LIMITS.offlineHours,
  }
}
