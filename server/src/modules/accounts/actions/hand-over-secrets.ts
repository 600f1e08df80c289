import { Refusal } from '#server/platform/refusal.ts'
import type { Work } from '#server/platform/work.ts'
import { hashPassword, makeCodeCard, makeOneTimePassword } from '../rules/secrets.ts'
import { renewSecret } from '../store/accounts.ts'

/** A password nobody chose and a new code card, to be handed over on paper. Whatever secrets there were are gone. */
export async function handOverSecrets(work: Work, account: string, signInName: string) {
  const oneTimePassword = makeOneTimePassword()
  const card = makeCodeCard(work.keys, account)
  if (!(await renewSecret(work, account, await hashPassword(work.keys, oneTimePassword), card.hashes))) throw new Refusal('account.not-found')
  return { signInName, oneTimePassword, codes: card.codes }
}
