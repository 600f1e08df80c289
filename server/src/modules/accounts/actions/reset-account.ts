import type { HandOver, ResetAccount } from '#api/accounts.ts'
import type { Work } from '#server/platform/work.ts'
import { addReset, endAccess } from '../store/accounts.ts'
import { leaveTrace } from '../store/traces.ts'
import { clearTries } from '../store/tries.ts'
import { handOverSecrets } from './hand-over-secrets.ts'
import { requireInHands } from './require-in-hands.ts'

/**
 * Lost phone, forgotten password: the head hands over a new one-time password and code card, on the spot and with a reason on record.
 * The second factor is replaced, never dropped; every session and trusted device ends.
 */
export async function resetAccount(work: Work, id: string, input: ResetAccount): Promise<HandOver> {
  const account = await requireInHands(work, id)
  await addReset(work, { id: input.id, account: id, cell: account.cell, place: account.place, reason: input.reason, words: input.words })
  await endAccess(work, id)
  const secrets = await handOverSecrets(work, id, account.sign_in_name)
  await clearTries(work.tx, work.keys, 'name', account.sign_in_name)
  await clearTries(work.tx, work.keys, 'factor', id)
  await leaveTrace(work.tx, `reset-${input.reason}`, account, input.id)
  return { id, version: account.version, secrets }
}
