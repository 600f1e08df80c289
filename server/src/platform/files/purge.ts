import { sql } from 'kysely'
import type { Clock } from '../clock.ts'
import type { Database } from '../database/index.ts'
import type { BlobStore } from './store.ts'

export interface PurgeParts {
  /** A pool that signed in as wulian_listener. */
  database: Database
  clock: Clock
  store: BlobStore
}

const DAY = 86_400_000
const KEEP_STAGED_DAYS = 30
const AT_ONCE = 200

/** Held shared while a backup copies the contents its snapshot names. */
export const PURGE_LOCK = 7064

/** Takes away uploads nobody used for 30 days, and their contents where no other file has the same. Answers how many contents went. */
export async function purgeStaged({ database, clock, store }: PurgeParts): Promise<number> {
  const before = new Date(clock.now().getTime() - KEEP_STAGED_DAYS * DAY)
  let removed = 0
  for (;;) {
    const gone = await database.transaction().execute(async (tx) => {
      await sql`select pg_advisory_xact_lock(${PURGE_LOCK})`.execute(tx)
      const { rows } = await sql<{ cell: number; hash: Buffer; unnamed: boolean }>`select cell, hash, unnamed from app.purge_staged(${before}, ${AT_ONCE})`.execute(tx)
      for (const { cell, hash } of rows.filter(({ unnamed }) => unnamed)) await remove(store, cell, hash.toString('hex'))
      return rows
    })
    removed += gone.filter(({ unnamed }) => unnamed).length
    if (gone.length < AT_ONCE) return removed
  }
}

async function remove(store: BlobStore, cell: number, name: string) {
  await store.delete({ cell, name: `${name}-small` })
  await store.delete({ cell, name })
}

/** Removes contents of uploads that were undone before they were written down. Only such as are older than a day. */
export async function sweepStore({ database, clock, store }: PurgeParts): Promise<number> {
  const before = clock.now().getTime() - DAY
  const byCell = new Map<number, string[]>()
  for await (const { cell, name, writtenAt } of store.list()) {
    if (writtenAt.getTime() < before && !name.endsWith('-small')) byCell.set(cell, [...(byCell.get(cell) ?? []), name])
  }
  let removed = 0
  for (const [cell, names] of byCell) {
    for (let i = 0; i < names.length; i += AT_ONCE) removed += await sweepSome({ database, store }, cell, names.slice(i, i + AT_ONCE))
  }
  return removed
}

function sweepSome({ database, store }: Pick<PurgeParts, 'database' | 'store'>, cell: number, names: readonly string[]): Promise<number> {
  return database.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(${PURGE_LOCK})`.execute(tx)
    const hashes = names.map((name) => Buffer.from(name, 'hex'))
    const unnamed = await sql<{ hash: Buffer }>`select hash from app.unnamed_contents(${cell}, ${hashes}::bytea[])`.execute(tx)
    for (const { hash } of unnamed.rows) await remove(store, cell, hash.toString('hex'))
    return unnamed.rows.length
  })
}

/** Removes exports and other files made for one person a day after they were made. */
export async function dropMadeFiles({ database, clock }: Pick<PurgeParts, 'database' | 'clock'>): Promise<number> {
  const answer = await sql<{ n: number }>`select app.drop_made_files(${clock.now()}) as n`.execute(database)
  return answer.rows[0]!.n
}
