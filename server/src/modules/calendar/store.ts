import { createHash, randomUUID } from 'node:crypto'
import type { FeedView } from '#api/calendar.ts'
import type { Work } from '#server/platform/work.ts'

export const hashOfFeed = (token: string): Buffer => createHash('sha256').update(token).digest()

export async function findOwnFeed({ tx, actor }: Work): Promise<FeedView> {
  const found = await tx.selectFrom('calendar_feed').select(['made_at', 'read_at']).where('account', '=', actor.account).where('revoked_at', 'is', null).executeTakeFirst()
  return { feed: found ? { madeAt: found.made_at.toISOString(), readAt: found.read_at?.toISOString() ?? null } : null }
}

/** An address once given opens nothing any more. */
export async function revokeFeeds({ tx, actor, now }: Work): Promise<void> {
  await tx.updateTable('calendar_feed').set({ revoked_at: now }).where('account', '=', actor.account).where('revoked_at', 'is', null).execute()
}

export async function addFeed({ tx, actor, now }: Work, token: string): Promise<void> {
  await tx.insertInto('calendar_feed').values({ id: randomUUID(), cell: actor.cell, place: actor.place, account: actor.account, post: actor.post, token_hash: hashOfFeed(token), made_at: now }).execute()
}
