import { sql } from 'kysely'
import type { Database, Tx } from '#server/platform/database/index.ts'
import type { Keyring } from '#server/platform/keys/index.ts'
import { LIMITS } from '../rules/limits.ts'

/** What tries are counted for: a name as typed, one account's second factor, an address. */
export type Counted = 'name' | 'factor' | 'address'

const keyOf = (keys: Keyring, of: Counted, value: string): Buffer => keys.blindIndex('sign-in try', `${of} ${value}`)

/** Counts a try before it is judged. Kept in the database, so that several servers and a restart count as one. */
export async function beginTry(db: Database | Tx, keys: Keyring, of: Counted, value: string, at: Date): Promise<{ locked: Date | null; leftOver: number }> {
  const most = of === 'address' ? LIMITS.triesPerAddress : LIMITS.tries
  const found = await sql<{ locked: Date | null; leftOver: number }>`
    select locked, left_over as "leftOver" from app.begin_try(${keyOf(keys, of, value)}, ${at}, ${most}, ${LIMITS.pauseMinutes})`.execute(db)
  return found.rows[0]!
}

/** After a right one: the count starts afresh. */
export async function clearTries(db: Database | Tx, keys: Keyring, of: Counted, value: string): Promise<void> {
  await sql`select app.clear_try(${keyOf(keys, of, value)})`.execute(db)
}

/** After a right one from an address: only this try is taken back, else one own account would free an address for guessing. */
export async function giveTryBack(db: Database | Tx, keys: Keyring, value: string): Promise<void> {
  await sql`select app.give_try_back(${keyOf(keys, 'address', value)})`.execute(db)
}
