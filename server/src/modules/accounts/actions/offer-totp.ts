import { toString as drawQr } from 'qrcode'
import type { TotpOffer } from '#api/session.ts'
import type { OwnWork } from '#server/platform/work.ts'
import { sealTotp } from '../rules/secrets.ts'
import { makeTotpSecret, totpUri } from '../rules/totp.ts'
import { changeSecret, findOwnAccount } from '../store/own.ts'

/** A new secret for an authenticator, as text and as a picture. It counts only once a code confirms it. */
export async function offerTotp({ tx, self, keys }: OwnWork): Promise<TotpOffer> {
  const secret = makeTotpSecret()
  await changeSecret(tx, self.account, { totp_waiting_sealed: sealTotp(keys, self.account, secret) })
  const uri = totpUri(secret, (await findOwnAccount(tx, self.account))!.signInName)
  return { secret, uri, qr: await drawQr(uri, { type: 'svg', margin: 2, errorCorrectionLevel: 'M' }) }
}
