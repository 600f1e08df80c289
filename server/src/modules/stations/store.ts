import type { SaveCheck, SaveStation } from '#api/stations.ts'
import { cellOf } from '#server/modules/places/index.ts'
import { networkInReach } from '#server/platform/database/index.ts'
import type { Work } from '#server/platform/work.ts'

/** A station in reach; undefined otherwise. */
export function findStation({ tx, actor }: Work, id: string) {
  return tx.selectFrom('station').selectAll().where('id', '=', id).where(networkInReach(actor, 'station')).executeTakeFirst()
}

const columnsOf = (input: SaveStation) => ({
  name: input.name, guided_by: input.guidedBy, operator: input.operator, operator_mode: input.operatorMode, host_type: input.hostType, build_mode: input.buildMode,
  pilots: input.pilots, hotline: input.hotline || null, address: input.address || null, competent_department: input.department, opened_on: input.openedOn,
  closed_on: input.closedOn, successor: input.successor,
})

/** Adds a station and the key its papers are sealed with. */
export async function addStation({ tx, keys }: Work, id: string, input: SaveStation): Promise<void> {
  const cell = cellOf(input.place)
  await tx.insertInto('station').values({ id, cell, place: input.place, tier: input.tier, ...columnsOf(input) }).execute()
  await keys.make(tx, { id, kind: 'station', cell, place: input.place })
}

type StationColumns = ReturnType<typeof columnsOf>
export type StationNow = Awaited<ReturnType<typeof findStation>> & {}

/** The columns an input would change. */
export function changesOf(kept: StationNow, input: SaveStation): (keyof StationColumns)[] {
  const wanted = columnsOf(input)
  return (Object.keys(wanted) as (keyof StationColumns)[]).filter((column) => JSON.stringify(kept[column] ?? null) !== JSON.stringify(wanted[column] ?? null))
}

export async function changeStation({ tx, actor }: Work, id: string, version: number, input: SaveStation): Promise<boolean> {
  const done = await tx.updateTable('station').set({ ...columnsOf(input), version: version + 1 }).where('id', '=', id).where(networkInReach(actor, 'station')).where('version', '=', version).executeTakeFirst()
  return done.numUpdatedRows === 1n
}

export async function changeContact({ tx, actor }: Work, id: string, version: number, contact: { hotline: string; address: string }): Promise<boolean> {
  const done = await tx.updateTable('station').set({ hotline: contact.hotline || null, address: contact.address || null, version: version + 1 })
    .where('id', '=', id).where(networkInReach(actor, 'station')).where('version', '=', version).executeTakeFirst()
  return done.numUpdatedRows === 1n
}

export function findCheck({ tx, actor }: Work, station: string, item: string) {
  return tx.selectFrom('station_check').selectAll().where('station', '=', station).where('item', '=', item).where(networkInReach(actor, 'station_check')).executeTakeFirst()
}

export async function addCheck({ tx, today }: Work, id: string, station: { id: string; cell: number; place: number }, item: string, check: SaveCheck): Promise<void> {
  await tx.insertInto('station_check').values({
    id, cell: station.cell, place: station.place, station: station.id, item, state: check.state, note: check.note || null, photo: check.photo, checked_on: today,
  }).execute()
}

export async function changeCheck({ tx, today }: Work, id: string, version: number, check: SaveCheck): Promise<boolean> {
  const done = await tx.updateTable('station_check').set({ state: check.state, note: check.note || null, photo: check.photo, checked_on: today, version: version + 1 })
    .where('id', '=', id).where('version', '=', version).executeTakeFirst()
  return done.numUpdatedRows === 1n
}
