import { peopleInReach } from '#server/platform/database/index.ts'
import { sentenceOf } from '#server/platform/refusal.ts'
import type { RefusalCode } from '#api/refusals.ts'
import type { Work } from '#server/platform/work.ts'

/** Writes still kept for the head of this station, oldest first, without what they say. */
export async function listKept({ tx, actor }: Work) {
  const rows = await tx.selectFrom('undelivered as u').select(['u.id', 'u.version', 'u.received_at', 'u.sent_by_name', 'u.route', 'u.code'])
    .where(peopleInReach(actor, 'u')).where('u.settled_at', 'is', null).where('u.station', '=', actor.station as string)
    .orderBy('u.received_at').limit(200).execute()
  return { rows: rows.map(shapeOf) }
}

/** One kept write with its sealed body; undefined when out of reach. */
export async function findKept({ tx, actor }: Work, id: string) {
  const row = await tx.selectFrom('undelivered as u').selectAll('u').where(peopleInReach(actor, 'u')).where('u.id', '=', id)
    .where('u.station', '=', actor.station as string).forUpdate().executeTakeFirst()
  return row && { ...shapeOf(row), sealed: row.body, settledAt: row.settled_at, cell: row.cell, place: row.place }
}

const shapeOf = (row: { id: string; version: number; received_at: Date; sent_by_name: string; route: string; code: string }) => ({
  id: row.id, version: row.version, receivedAt: row.received_at.toISOString(), sentByName: row.sent_by_name, route: row.route, code: row.code,
  sentence: sentenceOf(row.code as RefusalCode, {}, 'zh'),
})
