import type { CloseAccount } from '#api/accounts.ts'
import type { Saved } from '#api/common.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Work } from '#server/platform/work.ts'
import { closeAccountRow, endAccess } from '../store/accounts.ts'
import { requireInHands } from './require-in-hands.ts'

/** Somebody has left: nothing of the account answers from this moment. What he wrote stays his. */
export async function closeAccount(work: Work, id: string, input: CloseAccount): Promise<Saved> {
  const account = await requireInHands(work, id)
  if (account.version !== input.version) throw new Refusal('account.changed-since', { fields: ['state'], now: { version: account.version } })
  await closeAccountRow(work, id, account.version, input.why)
  await endAccess(work, id)
  return { id, version: account.version + 1 }
}
