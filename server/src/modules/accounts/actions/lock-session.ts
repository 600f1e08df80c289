import type { OwnWork } from '#server/platform/work.ts'
import { changeSession } from '../store/own.ts'

/** Locks the screen: nothing answers until the PIN. */
export async function lockSession({ tx, self }: OwnWork): Promise<void> {
  if (self.stage === 'open') await changeSession(tx, self.session, { stage: 'locked' })
}
