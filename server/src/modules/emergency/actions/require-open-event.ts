import { Refusal } from '#server/platform/refusal.ts'
import type { Work } from '#server/platform/work.ts'
import { findOwnEvent } from '../store.ts'

/** An event this post may change, locked, in the version it has read. */
export async function requireOpenEvent(work: Work, id: string, version: number) {
  const event = await findOwnEvent(work, id)
  if (!event) throw new Refusal('event.not-found')
  if (event.ended_at !== null) throw new Refusal('event.closed')
  if (event.version !== version) throw new Refusal('event.changed-since')
  return event
}
