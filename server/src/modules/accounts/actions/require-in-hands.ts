import { Refusal } from '#server/platform/refusal.ts'
import type { Work } from '#server/platform/work.ts'
import { checkInHands } from '../rules/giving.ts'
import { lockAccount, rolesHeld } from '../store/accounts.ts'

/** An active account in reach, none of whose posts lies beyond the asker. Locked until the end of the transaction. */
export async function requireInHands(work: Work, id: string) {
  const account = await lockAccount(work, id)
  if (!account) throw new Refusal('account.not-found')
  checkInHands(work.actor, id, await rolesHeld(work, id))
  if (account.state !== 'active') throw new Refusal('account.closed')
  return account
}
