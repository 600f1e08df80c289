import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Database } from './database/index.ts'
import { openWith, sealWith, type Keyring } from './keys/index.ts'

export interface LostWrite {
  /** Hash of the session token, and the post the sender spoke from. */
  token: Buffer
  post: string | undefined
  at: Date
  /** Method and address, with ids only. */
  route: string
  code: string
  body: unknown
}

// The sender may have lost every reach, and with it every key: these are sealed under a key of their own use.
const USE = 'undelivered writes'
const about = (id: string): string => `undelivered ${id} body`

/**
 * Keeps a write that could not be accepted, sealed, for the head of the sender's station. The same write sent twice is kept once.
 * Undefined when the session is not open or the sender's post belongs to no station.
 */
export async function keepLostWrite(database: Database, keys: Keyring, { token, post, at, route, code, body }: LostWrite): Promise<string | undefined> {
  const text = JSON.stringify(body)
  const id = idOf(createHash('sha256').update(token).update(route).update(code).update(text).digest())
  const sealed = sealWith(1, keys.derive(USE), Buffer.from(text), about(id))
  const kept = await sql<{ id: string | null }>`
    select app.keep_undelivered(${token}, ${post ?? null}::uuid, ${at}, ${id}::uuid, ${route}, ${code}, ${sealed}) as id`.execute(database)
  return kept.rows[0]?.id ?? undefined
}

export interface LeftWrite {
  account: string
  post: string
  at: Date
  id: string
  route: string
  body: unknown
}

/** Keeps a write that a closed account left in a browser, once. False while the account is active: then its owner sends it himself. */
export async function keepLeftWrite(database: Database, keys: Keyring, { account, post, at, id, route, body }: LeftWrite): Promise<boolean> {
  const keptAs = idOf(createHash('sha256').update(account).update(id).digest())
  const sealed = sealWith(1, keys.derive(USE), Buffer.from(JSON.stringify(body)), about(keptAs))
  const kept = await sql<{ isKept: boolean }>`
    select app.keep_left_write(${account}::uuid, ${post}::uuid, ${at}, ${keptAs}::uuid, ${route}, 'account.closed', ${sealed}) as "isKept"`.execute(database)
  return kept.rows[0]!.isKept
}

/** What was sent, in JSON. */
export const openKept = (keys: Keyring, id: string, sealed: Uint8Array): string => openWith(keys.derive(USE), sealed, about(id)).toString('utf8')

/** A UUID of version 8 made from a digest. */
function idOf(digest: Buffer): string {
  const bytes = Buffer.from(digest.subarray(0, 16))
  bytes[6] = (bytes[6]! & 0x0f) | 0x80
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
