import type { SessionView } from '#api/session.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { OwnWork } from '#server/platform/work.ts'
import { LIMITS } from '../rules/limits.ts'
import { verifyPin } from '../rules/secrets.ts'
import { changeSession, findOwnAccount, findSecret, lockSession } from '../store/own.ts'
import { leaveTrace } from '../store/traces.ts'
import { viewSession } from '../views/session-view.ts'

/** Opens a locked session with the PIN. The fifth wrong one ends it. Tries of one moment wait for each other and are all counted. */
export async function unlockSession(own: OwnWork, pin: string, demo: boolean): Promise<SessionView | Refusal> {
  const { tx, self, keys, now } = own
  const session = await lockSession(tx, self.session)
  if (!session) return new Refusal('session.missing')
  const kept = (await findSecret(tx, self.account))?.pin_hash
  if (!kept) return new Refusal('session.has-no-pin')
  if (await verifyPin(keys, pin, kept)) {
    await changeSession(tx, self.session, { stage: 'open', pin_failed: 0, seen_at: now })
    return viewSession(own, demo)
  }
  const failed = session.pin_failed + 1
  const left = LIMITS.pinTries - failed
  await changeSession(tx, self.session, { pin_failed: failed, ...(left <= 0 && { ended_at: now }) })
  await leaveTrace(tx, left > 0 ? 'unlock-failed' : 'session-ended-by-wrong-pins', (await findOwnAccount(tx, self.account))!, self.session)
  return left > 0 ? new Refusal('pin.wrong', { left }) : new Refusal('session.ended')
}
