import { accountInReach, networkInReach } from '#server/platform/database/index.ts'
import type { Work } from '#server/platform/work.ts'

export interface Cover {
  id: string
  absent: string
  covering: string
  fromOn: string
  untilOn: string
  why: string
}

export function findCover({ tx, actor }: Work, id: string) {
  return tx.selectFrom('cover as c').selectAll('c').where('c.id', '=', id).where(networkInReach(actor, 'c')).forUpdate().executeTakeFirst()
}

export async function addCover({ tx, actor }: Work, station: string, cover: Cover): Promise<void> {
  await tx.insertInto('cover').values({
    id: cover.id, cell: actor.cell, place: actor.place, station, absent: cover.absent, covering: cover.covering, from_on: cover.fromOn, until_on: cover.untilOn, why: cover.why,
  }).execute()
}

export async function changeCoverEnd({ tx }: Work, id: string, untilOn: string, version: number): Promise<void> {
  await tx.updateTable('cover').set({ until_on: untilOn, version: version + 1 }).where('id', '=', id).execute()
}

/** Covers of a station that run or are still to come. */
export async function listCovers({ tx, actor, today }: Work) {
  const rows = await tx.selectFrom('cover as c').leftJoin('account as a', (join) => join.onRef('a.id', '=', 'c.absent').on(accountInReach(actor, 'a')))
    .leftJoin('account as b', (join) => join.onRef('b.id', '=', 'c.covering').on(accountInReach(actor, 'b')))
    .select(['c.id', 'c.version', 'c.absent', 'a.name as absentName', 'c.covering', 'b.name as coveringName', 'c.from_on as fromOn', 'c.until_on as untilOn', 'c.why'])
    .where('c.station', '=', actor.station as string).where(networkInReach(actor, 'c')).where('c.until_on', '>=', today).orderBy('c.from_on').limit(100).execute()
  return { rows: rows.map((row) => ({ ...row, absentName: row.absentName ?? '', coveringName: row.coveringName ?? '' })) }
}
