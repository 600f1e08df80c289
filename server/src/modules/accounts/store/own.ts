import { sql } from 'kysely'
import type { Post } from '#api/session.ts'
import type { Database, Tx } from '#server/platform/database/index.ts'

/** The account of a sign-in name, if it is active. */
export async function findAccountNamed(db: Database | Tx, name: string): Promise<string | null> {
  const found = await sql<{ account: string | null }>`select app.account_named(${name}) as account`.execute(db)
  return found.rows[0]?.account ?? null
}

/** One's own account, inside one's own transaction. */
export const findOwnAccount = (tx: Tx, account: string) =>
  tx.selectFrom('account').select(['id', 'cell', 'place', 'name', 'sign_in_name as signInName']).where('id', '=', account).executeTakeFirst()

/** One's own secrets; locked against a second use at the same moment. */
export const lockSecret = (tx: Tx, account: string) => tx.selectFrom('account_secret').selectAll().where('account', '=', account).forUpdate().executeTakeFirst()
export const findSecret = (tx: Tx, account: string) => tx.selectFrom('account_secret').selectAll().where('account', '=', account).executeTakeFirst()

type Secret = {
  password_hash?: string; must_change?: boolean; totp_sealed?: Buffer | null; totp_waiting_sealed?: Buffer | null; totp_last_step?: number
  code_card?: Buffer[]; pin_hash?: string | null; signed_in_at?: Date
}
export async function changeSecret(tx: Tx, account: string, change: Secret): Promise<void> {
  await tx.updateTable('account_secret').set(change).where('account', '=', account).execute()
}

export interface NewSession {
  id: string
  tokenHash: Buffer
  account: string
  post: string | null
  stage: 'second-factor' | 'open'
  deviceName: string
  at: Date
  endsAt: Date
  lockMinutes: number
}
export async function addSession(tx: Tx, s: NewSession): Promise<void> {
  await tx.insertInto('session').values({
    id: s.id, token_hash: s.tokenHash, account: s.account, post: s.post, stage: s.stage, device_name: s.deviceName, made_at: s.at, seen_at: s.at,
    ends_at: s.endsAt, lock_minutes: s.lockMinutes,
  }).execute()
}

/** The session itself, locked; undefined when it ended meanwhile. */
export const lockSession = (tx: Tx, id: string) =>
  tx.selectFrom('session').selectAll().where('id', '=', id).where('ended_at', 'is', null).forUpdate().executeTakeFirst()

type SessionChange = {
  stage?: 'open' | 'locked'; post?: string | null; token_hash?: Buffer; seen_at?: Date; ends_at?: Date; ended_at?: Date; pin_failed?: number; stepped_up_at?: Date
}
export async function changeSession(tx: Tx, id: string, change: SessionChange): Promise<void> {
  await tx.updateTable('session').set(change).where('id', '=', id).where('ended_at', 'is', null).execute()
}

/** Ends whatever session this token opened. */
export async function endSessionOf(db: Database | Tx, tokenHash: Buffer, at: Date): Promise<void> {
  await sql`select app.end_session(${tokenHash}, ${at})`.execute(db)
}

/** Ends own sessions: one, or all but one. Says how many. */
export async function endOwnSessions(tx: Tx, account: string, which: { only: string } | { but: string }, at: Date): Promise<number> {
  const ending = tx.updateTable('session').set({ ended_at: at }).where('account', '=', account).where('ended_at', 'is', null)
  const done = await ('only' in which ? ending.where('id', '=', which.only) : ending.where('id', '<>', which.but)).executeTakeFirst()
  return Number(done.numUpdatedRows)
}

export const findTrustedDevice = (tx: Tx, account: string, tokenHash: Buffer, at: Date) =>
  tx.selectFrom('trusted_device').select('id').where('account', '=', account).where('token_hash', '=', tokenHash).where('until_at', '>', at).executeTakeFirst()

export async function addDevice(tx: Tx, device: { id: string; tokenHash: Buffer; account: string; name: string; at: Date; until: Date }): Promise<void> {
  await tx.insertInto('trusted_device').values({
    id: device.id, token_hash: device.tokenHash, account: device.account, name: device.name, made_at: device.at, until_at: device.until,
  }).execute()
}

export async function forgetDevice(tx: Tx, account: string, id: string): Promise<boolean> {
  const gone = await tx.deleteFrom('trusted_device').where('account', '=', account).where('id', '=', id).executeTakeFirst()
  return gone.numDeletedRows > 0n
}

/** The posts this person may speak from today. */
export async function listOwnPosts(tx: Tx, today: string): Promise<Post[]> {
  const found = await sql<Post>`
    select id, role, title, place, place_name as "placeName", station, station_name as "stationName" from app.own_posts(${today}::date)`.execute(tx)
  return found.rows
}
