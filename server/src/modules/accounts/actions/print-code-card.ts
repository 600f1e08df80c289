import type { CodeCard } from '#api/session.ts'
import type { OwnWork } from '#server/platform/work.ts'
import { makeCodeCard } from '../rules/secrets.ts'
import { changeSecret, findOwnAccount } from '../store/own.ts'
import { leaveTrace } from '../store/traces.ts'

/** Ten new numbers; the old card is worth nothing from now on. */
export async function printCodeCard({ tx, self, keys }: OwnWork): Promise<CodeCard> {
  const { codes, hashes } = makeCodeCard(keys, self.account)
  await changeSecret(tx, self.account, { code_card: hashes })
  await leaveTrace(tx, 'code-card-printed', (await findOwnAccount(tx, self.account))!, self.session)
  return { codes }
}
