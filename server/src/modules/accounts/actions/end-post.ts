import type { EndPost } from '#api/accounts.ts'
import type { Saved } from '#api/common.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Work } from '#server/platform/work.ts'
import { checkMayGive } from '../rules/giving.ts'
import { endPostRow, lockPost } from '../store/accounts.ts'

/** Ends a post: at once, or at the end of a day. The next request from it is refused. */
export async function endPost(work: Work, id: string, input: EndPost): Promise<Saved> {
  const post = await lockPost(work, id)
  if (!post) throw new Refusal('post.not-found')
  if (post.account === work.actor.account) throw new Refusal('post.not-to-oneself')
  checkMayGive(work.actor.role, post.role)
  if (post.version !== input.version) throw new Refusal('post.changed-since', { fields: ['untilOn'], now: { version: post.version, untilOn: post.until_on } })
  const untilOn = input.untilOn ?? (post.from_on > work.today ? post.from_on : work.today)
  if (untilOn < post.from_on || (input.untilOn !== undefined && untilOn < work.today)) throw new Refusal('post.dates-reversed')
  await endPostRow(work, id, post.version, { untilOn, endedAt: input.untilOn === undefined ? work.now : null })
  return { id, version: post.version + 1 }
}
