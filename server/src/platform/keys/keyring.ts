import { createHmac, hkdfSync, randomBytes, randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Tx } from '../database/index.ts'
import { openWith, sealWith, type Suite } from './suites.ts'

/** Where a key belongs: a resident's file, a service or a station, in its cell and place. */
export interface KeyHome {
  id: string
  kind: 'file' | 'station' | 'service'
  cell: number
  place: number
  /** What a circle opens, where that is not the home itself. */
  dossier?: string
  protected?: boolean
}

interface Kept {
  key: Buffer
  until: number
  /** The transaction that made it. It may come to nothing, so nobody else takes the key from here. */
  madeIn?: WeakRef<Tx>
}

const KEEP_MS = 10 * 60_000
const MOST_KEPT = 20_000

/**
 * Seals text under the key of a file or station, each wrapped by its cell's key, each of those by the master key.
 * Unwrapped keys stay in memory for ten minutes, so that seeing them again needs the database's leave only once.
 */
export class Keyring {
  readonly #master: Buffer
  readonly #suite: Suite
  readonly #kept = new Map<string, Kept>()

  constructor(master: Buffer, suite: Suite = 1) {
    this.#master = master
    this.#suite = suite
  }

  /** A keyed hash that finds equal values again without telling them. One key per kind of value. */
  blindIndex(kind: string, value: string): Buffer {
    return createHmac('sha256', this.derive(`blind index ${kind}`)).update(value).digest()
  }

  /** 32 bytes derived from the master key for one named use. */
  derive(use: string): Buffer {
    return Buffer.from(hkdfSync('sha256', this.#master, 'wulian', use, 32))
  }

  /** Makes the key of a new file or station. One that exists is a stranger's. */
  async make(tx: Tx, home: KeyHome): Promise<void> {
    const cellKey = await this.#cellKey(tx, home.cell)
    const key = randomBytes(32)
    const wrapped = sealWith(this.#suite, cellKey, key, `data_key ${home.id}`)
    await tx.insertInto('data_key')
      .values({ id: home.id, cell: home.cell, place: home.place, dossier: home.dossier ?? home.id, protected: home.protected ?? false, kind: home.kind, suite: this.#suite, wrapped, wrapped_by: `cell ${home.cell}` })
      .execute()
    this.#keep(home.id, key, tx)
  }

  /** A key for a home in another county, wrapped for it: given with what it seals, and kept by nobody here. */
  async makeLoose(tx: Tx, id: string, cell: number, key: Buffer) {
    const cellKey = await this.#cellKey(tx, cell)
    return {
      wrapped: sealWith(this.#suite, cellKey, key, `data_key ${id}`), suite: this.#suite, wrappedBy: `cell ${cell}`,
      seal: (text: string, about: string): Buffer => sealWith(this.#suite, key, Buffer.from(text), about),
    }
  }

  /** Seals a text under the key `keyId`. `about` is table, row id and field. */
  async seal(tx: Tx, keyId: string, text: string, about: string): Promise<Buffer> {
    return sealWith(this.#suite, await this.#key(tx, keyId), Buffer.from(text), about)
  }

  async sealBytes(tx: Tx, keyId: string, bytes: Uint8Array, about: string): Promise<Buffer> {
    return sealWith(this.#suite, await this.#key(tx, keyId), bytes, about)
  }

  async open(tx: Tx, keyId: string, sealed: Uint8Array, about: string): Promise<string> {
    return (await this.openBytes(tx, keyId, sealed, about)).toString('utf8')
  }

  async openBytes(tx: Tx, keyId: string, sealed: Uint8Array, about: string): Promise<Buffer> {
    return openWith(await this.#key(tx, keyId), sealed, about)
  }

  /** Fetches many keys in one round trip, before a list is opened. */
  async ready(tx: Tx, keyIds: Iterable<string>): Promise<void> {
    const missing = [...new Set(keyIds)].filter((id) => !this.#recall(tx, id))
    if (missing.length === 0) return
    for (const id of missing) this.#kept.delete(id)
    const rows = await tx.selectFrom('data_key').select(['id', 'cell', 'wrapped']).where('id', 'in', missing).execute()
    for (const row of rows) this.#keep(row.id, openWith(await this.#cellKey(tx, row.cell), row.wrapped, `data_key ${row.id}`))
  }

  /** Whether a key that was asked for by `ready` is in reach. */
  has(keyId: string): boolean {
    return this.#valid(keyId) !== undefined
  }

  async #key(tx: Tx, id: string): Promise<Buffer> {
    await this.ready(tx, [id])
    const key = this.#recall(tx, id)
    if (!key) throw new Error(`no key ${id} in reach`)
    return key
  }

  async #cellKey(tx: Tx, cell: number): Promise<Buffer> {
    const kept = this.#recall(tx, `cell ${cell}`)
    if (kept) return kept
    const find = () => sql<{ wrapped: Buffer }>`select wrapped from app.cell_key(${cell})`.execute(tx).then((found) => found.rows[0])
    const row = await find()
    if (!row) {
      const wrapped = sealWith(this.#suite, this.derive('cell keys'), randomBytes(32), `cell ${cell}`)
      await sql`select app.keep_cell_key(${cell}, ${randomUUID()}::uuid, ${this.#suite}::int2, ${wrapped}, 'master 1')`.execute(tx)
    }
    const { wrapped } = row ?? (await find())!
    return this.#keep(`cell ${cell}`, openWith(this.derive('cell keys'), wrapped, `cell ${cell}`), row ? undefined : tx)
  }

  #recall(tx: Tx, id: string): Buffer | undefined {
    const kept = this.#valid(id)
    return kept?.madeIn && kept.madeIn.deref() !== tx ? undefined : kept?.key
  }

  #valid(id: string): Kept | undefined {
    const kept = this.#kept.get(id)
    if (kept && kept.until > performance.now()) return kept
    this.#kept.delete(id)
    return undefined
  }

  #keep(id: string, key: Buffer, madeIn?: Tx): Buffer {
    if (this.#kept.size >= MOST_KEPT) this.#kept.delete(this.#kept.keys().next().value!)
    this.#kept.set(id, { key, until: performance.now() + KEEP_MS, ...(madeIn && { madeIn: new WeakRef(madeIn) }) })
    return key
  }
}
