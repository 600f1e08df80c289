import type { SessionView } from '#api/session.ts'
import type { Refusal } from '#server/platform/refusal.ts'
import type { OwnWork } from '#server/platform/work.ts'
import { changeSession } from '../store/own.ts'
import { viewSession } from '../views/session-view.ts'
import { checkFactor } from './pass-second-factor.ts'

/** A fresh second factor, before something weighty. */
export async function stepUp(own: OwnWork, code: string, demo: boolean): Promise<SessionView | Refusal> {
  const refusal = await checkFactor(own, code)
  if (refusal) return refusal
  await changeSession(own.tx, own.self.session, { stepped_up_at: own.now })
  return viewSession(own, demo)
}
