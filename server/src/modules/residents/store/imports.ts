import { gunzipSync, gzipSync } from 'node:zlib'
import { sql } from 'kysely'
import type { ImportMapping, ImportResult } from '#api/imports.ts'
import { networkInReach, peopleInReach } from '#server/platform/database/index.ts'
import type { SheetRead } from '#server/platform/spreadsheet-read.ts'
import type { Work } from '#server/platform/work.ts'

/** One list somebody brought; undefined when out of reach. Locked against a second step when `forChange`. */
export function findBatch({ tx, actor }: Work, id: string, { forChange = false } = {}) {
  const query = tx.selectFrom('import_batch as b').selectAll('b').where('b.id', '=', id).where(peopleInReach(actor, 'b'))
  return (forChange ? query.forUpdate() : query).executeTakeFirst()
}
export type BatchRow = NonNullable<Awaited<ReturnType<typeof findBatch>>>

interface NewBatch {
  id: string
  station: { id: string; cell: number; place: number }
  fileName: string
  mapping: ImportMapping
  rows: { total: number; good: number }
}

export async function addBatch({ tx, actor, now }: Work, { id, station, fileName, mapping, rows }: NewBatch): Promise<void> {
  await tx.insertInto('import_batch').values({
    id, cell: station.cell, place: station.place, station: station.id, dossier: id, file_name: fileName, state: 'read', mapping: JSON.stringify(mapping),
    rows_total: rows.total, rows_good: rows.good, made_by: actor.account, made_at: now,
  }).execute()
}

export interface BatchChange {
  state?: string
  mapping?: ImportMapping
  rows?: { total: number; good: number }
  decisions?: object
  result?: ImportResult
  failed?: { code: string; sentence: string } | null
  appliedAt?: Date
  undoneAt?: Date
}

/** Writes the next step of a list; the caller holds its lock. */
export async function changeBatch({ tx }: Work, batch: Pick<BatchRow, 'id' | 'version'>, change: BatchChange): Promise<number> {
  const { state, mapping, rows, decisions, result, failed, appliedAt, undoneAt } = change
  await tx.updateTable('import_batch').set({
    ...(state && { state }), ...(mapping && { mapping: JSON.stringify(mapping) }), ...(rows && { rows_total: rows.total, rows_good: rows.good }),
    ...(decisions && { decisions: JSON.stringify(decisions) }), ...(result && { result: JSON.stringify(result) }), ...(failed !== undefined && { failed: failed && JSON.stringify(failed) }),
    ...(appliedAt && { applied_at: appliedAt }), ...(undoneAt && { undone_at: undoneAt }), version: batch.version + 1,
  }).where('id', '=', batch.id).execute()
  return batch.version + 1
}

const about = (id: string) => `import_content ${id} content`

/** Keeps the cells of a list, packed and sealed under its station's key. */
export async function putContent({ tx, keys, now }: Work, batch: { id: string; cell: number; place: number; station: string }, sheets: readonly SheetRead[]): Promise<void> {
  const content_sealed = await keys.sealBytes(tx, batch.station, gzipSync(JSON.stringify(sheets)), about(batch.id))
  await tx.insertInto('import_content').values({ id: batch.id, cell: batch.cell, place: batch.place, dossier: batch.id, content_sealed, made_at: now }).execute()
}

export async function readContent({ tx, keys, actor }: Work, batch: BatchRow): Promise<SheetRead[] | undefined> {
  const row = await tx.selectFrom('import_content as c').select('c.content_sealed').where('c.id', '=', batch.id).where(peopleInReach(actor, 'c')).executeTakeFirst()
  return row && (JSON.parse(gunzipSync(await keys.openBytes(tx, batch.station, row.content_sealed, about(batch.id))).toString('utf8')) as SheetRead[])
}

export async function dropContent({ tx }: Work, id: string): Promise<void> {
  await tx.deleteFrom('import_content').where('id', '=', id).execute()
}

/** The columns a station matched last for a list with these headings. */
export async function findRemembered({ tx, actor }: Work, station: string, headings: string): Promise<ImportMapping['columns'] | undefined> {
  const row = await tx.selectFrom('import_mapping as m').select('m.mapping').where('m.station', '=', station).where('m.headings', '=', headings).where(networkInReach(actor, 'm')).executeTakeFirst()
  return row?.mapping as ImportMapping['columns'] | undefined
}

export async function rememberMapping({ tx }: Work, batch: BatchRow, headings: string, columns: ImportMapping['columns'], id: string): Promise<void> {
  const mapping = JSON.stringify(columns)
  await tx.insertInto('import_mapping').values({ id, cell: batch.cell, place: batch.place, station: batch.station, headings, mapping })
    .onConflict((conflict) => conflict.columns(['station', 'headings']).doUpdateSet((row) => ({ mapping, version: row('import_mapping.version', '+', 1) }))).execute()
}

export interface ImportChange {
  file: string
  row: number
  kind: 'new' | 'changed' | 'reopened'
  versionWas: number
  versionIs: number
  tags: string[]
}

/** Notes what a list did to files, so that it can be undone. */
export async function addChanges({ tx }: Work, batch: BatchRow, changes: readonly (ImportChange & { id: string; place: number; cell: number })[]): Promise<void> {
  for (let from = 0; from < changes.length; from += 500) {
    await tx.insertInto('import_change').values(changes.slice(from, from + 500).map((one) => ({
      id: one.id, cell: one.cell, place: one.place, dossier: one.file, batch: batch.id, row_no: one.row, file: one.file, kind: one.kind, version_was: one.versionWas, version_is: one.versionIs, tags: one.tags,
    }))).execute()
  }
}

export async function changesOfBatch({ tx, actor }: Work, batch: string): Promise<ImportChange[]> {
  return tx.selectFrom('import_change as c').select(['c.file', 'c.row_no as row', 'c.kind', 'c.version_was as versionWas', 'c.version_is as versionIs', 'c.tags'])
    .where('c.batch', '=', batch).where(peopleInReach(actor, 'c')).orderBy('c.row_no', 'desc').execute() as Promise<ImportChange[]>
}

/** Tables that say something about this person besides the file itself and these groups; null when out of reach. */
export async function factsAbout({ tx }: Work, file: string, ownTags: readonly string[]): Promise<string[] | null> {
  const found = await sql<{ tables: string[] | null }>`select app.facts_about(${file}::uuid, ${[...ownTags]}::uuid[]) as tables`.execute(tx)
  return found.rows[0]!.tables
}

/** Two lists of one station go in one after the other: each sees what the other brought. */
export async function lockStation({ tx }: Work, station: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`import ${station}`}, 0))`.execute(tx)
}

/** Villages a station answers for, by code. */
export async function villagesOf({ tx }: Work, place: number): Promise<{ place: number; name: string }[]> {
  const width = place % 1_000_000 === 0 ? 999_999 : place % 1000 === 0 ? 999 : 0
  return tx.selectFrom('place').select(['code as place', 'name']).where('level', '=', 'village').where('code', '>=', place).where('code', '<=', place + width).where('valid_to', 'is', null)
    .orderBy('code').execute()
}

/** Former villages that are part of one of these today, by their former name. */
export async function formerVillagesOf({ tx }: Work, codes: readonly number[]): Promise<{ place: number; name: string }[]> {
  if (codes.length === 0) return []
  return tx.selectFrom('place_successor as s').innerJoin('place as p', 'p.code', 's.old_code').select(['s.new_code as place', 'p.name']).where('s.new_code', 'in', [...codes]).orderBy('s.old_code').execute()
}
