import { sql } from 'kysely'
import type { Clock } from '../clock.ts'
import type { Database, Tx } from '../database/index.ts'
import type { Keyring } from '../keys/index.ts'
import { appendLines, headOf, lineOf, readLine, readLines, signHead, type Checkpoint } from './checkpoint.ts'
import { rootOf } from './merkle.ts'

export interface SealParts {
  /** A pool that signed in as wulian_listener. */
  database: Database
  clock: Clock
  keys: Keyring
  /** The folder of the copies that leave the machine. */
  folder: string
}

/**
 * Seals every leaf whose transaction lies below all running ones, in batches, each under a signed checkpoint that holds the head
 * before it; then copies the checkpoints to the file. Answers how many leaves were sealed. A second sealer finds nothing to do.
 */
export async function sealAudit(parts: SealParts, mostPerBatch = 50_000): Promise<number> {
  let sealed = 0
  for (;;) {
    const batch = await parts.database.transaction().execute((tx) => sealBatch(tx, parts, mostPerBatch))
    sealed += batch
    if (batch < mostPerBatch) break
  }
  await copyOut(parts)
  return sealed
}

interface Leaf {
  id: number
  hash: Buffer
  horizon: string
  cluster: string
}

async function sealBatch(tx: Tx, { clock, keys }: SealParts, most: number): Promise<number> {
  const { rows } = await sql<Leaf>`select id, hash, horizon, cluster from app.leaves_to_seal(${most})`.execute(tx)
  if (rows.length === 0) return 0
  const before = (await readCheckpoints(tx, { newest: 1 }))[0]
  const { cluster, horizon } = rows[0]!
  // A batch cut at its greatest size leaves older leaves to the next: it may not claim that they are sealed.
  const claimed = rows.length < most ? horizon : before?.cluster === cluster ? before.horizon : '0'
  const unsigned = {
    id: (before?.id ?? 0) + 1, at: clock.now(), leaves: (before?.leaves ?? 0) + rows.length, batchFrom: rows[0]!.id, batchTo: rows.at(-1)!.id,
    horizon: claimed, cluster, root: rootOf(rows.map(({ hash }) => hash)),
  }
  const head = headOf(before?.head, unsigned)
  await sql`select app.keep_checkpoint(${unsigned.id}, ${unsigned.at}, ${unsigned.leaves}, ${rows.map(({ id }) => id)}::int8[], ${claimed}, ${cluster},
    ${unsigned.root}, ${head}, ${signHead(keys, head)})`.execute(tx)
  return rows.length
}

/** Copies what the file lacks. It comes after the commit: the file never knows a checkpoint the database lost. */
async function copyOut({ database, keys, folder }: SealParts) {
  const last = readLines(folder).map(readLine).findLast((line) => line !== undefined)?.id ?? 0
  const missing = await readCheckpoints(database, { after: last })
  if (missing.length > 0) appendLines(folder, keys, missing.map(lineOf))
}

/** Checkpoints in their order; or the newest few, newest first. */
export async function readCheckpoints(db: Database | Tx, { after = 0, newest }: { after?: number; newest?: number }): Promise<Checkpoint[]> {
  const rows = await db.selectFrom('audit_checkpoint')
    .select(['id', 'at', 'leaves', 'batch_from', 'batch_to', 'cluster', 'batch_root', 'head', 'signature', sql<string>`horizon::text`.as('horizon')])
    .where('id', '>', after).orderBy('id', newest ? 'desc' : 'asc').limit(newest ?? 1_000_000).execute()
  return rows.map((row) => ({
    id: row.id, at: new Date(row.at as unknown as string), leaves: row.leaves, batchFrom: row.batch_from, batchTo: row.batch_to, horizon: row.horizon,
    cluster: row.cluster, root: row.batch_root, head: row.head, signature: row.signature,
  }))
}
