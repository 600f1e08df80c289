import type { DemoCode } from '#api/session.ts'
import { asSigningIn, type Database } from '#server/platform/database/index.ts'
import type { Keyring } from '#server/platform/keys/index.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { openTotp } from '../rules/secrets.ts'
import { codeToUse } from '../rules/totp.ts'
import { findAccountNamed, findSecret } from '../store/own.ts'

/** The code an invented person's authenticator would show. Its route exists only with demo data on a server only this machine reaches. */
export async function tellDemoCode({ database, keys, now }: { database: Database; keys: Keyring; now: Date }, name: string): Promise<DemoCode> {
  const account = await findAccountNamed(database, name)
  if (account === null) throw new Refusal('request.not-found')
  const secret = await asSigningIn(database, account, (tx) => findSecret(tx, account))
  if (!secret?.totp_sealed) throw new Refusal('request.not-found')
  return codeToUse(openTotp(keys, account, secret.totp_sealed), secret.totp_last_step, now)
}
