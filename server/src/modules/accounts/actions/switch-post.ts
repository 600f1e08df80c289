import type { SessionView } from '#api/session.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { OwnWork } from '#server/platform/work.ts'
import { changeSession, listOwnPosts } from '../store/own.ts'
import { viewSession } from '../views/session-view.ts'

/** Works from another of one's posts from now on. */
export async function switchPost(own: OwnWork, post: string, demo: boolean): Promise<SessionView> {
  const held = await listOwnPosts(own.tx, own.today)
  if (!held.some(({ id }) => id === post)) throw new Refusal('post.not-held')
  await changeSession(own.tx, own.self.session, { post })
  return viewSession(own, demo)
}
