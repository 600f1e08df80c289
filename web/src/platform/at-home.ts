import type { SessionView } from '#api/session.ts'
import { todayHere } from './dates.ts'
import { holderNow, letGo, openWithPin, openWithServer, whoMayOpen } from './device-key.ts'
import { closeDrafts, openDrafts } from './drafts.ts'
import { takeOver } from './earlier-builds.ts'
import { keep, recall } from './kept.ts'

const VIEW = 'session'

/** An open session: its user's things in this browser open with it, and who he is is kept for an opening without network. */
export async function enter(view: SessionView, pin?: string): Promise<void> {
  if (pin !== undefined || holderNow()?.account !== view.account.id) {
    await openWithServer(view.account.id, pin)
    await takeOver().catch(() => undefined)
    await openDrafts()
  }
  await keep(VIEW, view).catch(() => undefined)
}

/** Without network: who opened this device last, if the PIN is his. */
export async function enterWithPin(pin: string): Promise<SessionView> {
  await openWithPin(pin)
  await openDrafts()
  const view = await recall<SessionView>(VIEW)
  if (!view) throw new Error('no session is kept here')
  return { ...view, stage: 'open', today: todayHere() }
}

/** The lock or the end of a session: nothing stays open in memory. */
export function leave(): void {
  letGo()
  closeDrafts()
}

/** What the lock screen needs when the app was opened without network. Whose device it is shows only after the PIN. */
export async function lockedHere(): Promise<SessionView | undefined> {
  const id = await whoMayOpen()
  if (!id) return undefined
  return {
    stage: 'locked', account: { id, name: '', signInName: '', hasPin: true, hasSecondFactor: true, mustChangePassword: false }, posts: [], post: null, today: todayHere(), demo: false,
    lockAfterMinutes: 5,
  }
}
