import { randomBytes } from 'node:crypto'
import type { NewFeed } from '#api/calendar.ts'
import type { Work } from '#server/platform/work.ts'
import { addFeed, revokeFeeds } from '../store.ts'

/** A new secret address in place of the one before. It is told this once. */
export async function makeFeed(work: Work): Promise<NewFeed> {
  const token = randomBytes(16).toString('base64url')
  await revokeFeeds(work)
  await addFeed(work, token)
  return { path: `/api/v1/calendar/feeds/${token}.ics` }
}
