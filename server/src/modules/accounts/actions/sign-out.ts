import type { OwnWork } from '#server/platform/work.ts'
import { changeSession } from '../store/own.ts'

/** Ends the session at any of its steps. */
export async function signOut({ tx, self, now }: OwnWork): Promise<void> {
  await changeSession(tx, self.session, { ended_at: now })
}
