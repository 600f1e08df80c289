import { createHmac } from 'node:crypto'
import { sql } from 'kysely'
import type { Tx } from '../database/index.ts'
import { openWith, sealWith, type Keyring } from '../keys/index.ts'
import type { BlobStore } from './store.ts'
import type { TakenIn } from './take-in.ts'

const keyed = (key: Uint8Array, bytes: Uint8Array): Buffer => createHmac('sha256', key).update(bytes).digest()
const about = (cell: number, name: string) => `content ${cell} ${name}`

export interface Kept {
  /** Names the content in its cell. */
  hash: Buffer
  /** Opens it. Comes from the content itself, so that equal contents share one stored copy; it is nowhere but sealed in the rows that name it. */
  key: Buffer
}

/** Stores a content once per cell. Locks its name, so that a purge at the same moment cannot take it away again. */
export async function keepContent(tx: Tx, keys: Keyring, store: BlobStore, cell: number, taken: Pick<TakenIn, 'bytes' | 'small'>): Promise<Kept> {
  const hash = keyed(keys.derive(`content name ${cell}`), taken.bytes)
  const key = keyed(keys.derive(`content key ${cell}`), taken.bytes)
  await sql`select pg_advisory_xact_lock(hashtextextended(${hash.toString('hex')}, ${cell}))`.execute(tx)
  for (const [name, bytes] of [[hash.toString('hex'), taken.bytes], [`${hash.toString('hex')}-small`, taken.small]] as const) {
    if (bytes && !(await store.has({ cell, name }))) await store.put({ cell, name }, sealWith(1, key, bytes, about(cell, name)))
  }
  return { hash, key }
}

/** The content again; undefined when the store has lost it. Throws when one bit of it was changed. */
export async function readContent(store: BlobStore, cell: number, { hash, key }: Kept, size: 'full' | 'small'): Promise<Buffer | undefined> {
  const name = size === 'small' ? `${hash.toString('hex')}-small` : hash.toString('hex')
  const sealed = await store.get({ cell, name })
  return sealed && openWith(key, sealed, about(cell, name))
}
