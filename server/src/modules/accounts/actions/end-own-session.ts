import { Refusal } from '#server/platform/refusal.ts'
import type { OwnWork } from '#server/platform/work.ts'
import { endOwnSessions, findOwnAccount } from '../store/own.ts'
import { leaveTrace } from '../store/traces.ts'

/** Ends one of one's own sessions, on another computer or on this one. */
export async function endOwnSession({ tx, self, now }: OwnWork, id: string): Promise<void> {
  if ((await endOwnSessions(tx, self.account, { only: id }, now)) === 0) throw new Refusal('session.not-found')
  await leaveTrace(tx, 'session-ended', (await findOwnAccount(tx, self.account))!, id)
}
