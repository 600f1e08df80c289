import { randomUUID } from 'node:crypto'
import type { SessionView, SignIn } from '#api/session.ts'
import { asSigningIn, type Database, type Tx } from '#server/platform/database/index.ts'
import type { Keyring } from '#server/platform/keys/index.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { daysAfter, hoursAfter, LIMITS, minutesAfter } from '../rules/limits.ts'
import { hashPassword, isOutdated, makeToken, verifyPassword } from '../rules/secrets.ts'
import { addSession, changeSecret, endSessionOf, findAccountNamed, findOwnAccount, findSecret, findTrustedDevice, listOwnPosts } from '../store/own.ts'
import { leaveTrace } from '../store/traces.ts'
import { beginTry, clearTries, giveTryBack } from '../store/tries.ts'
import { viewSession } from '../views/session-view.ts'

/** What there is before anybody is known. */
export interface AtTheDoor {
  database: Database
  keys: Keyring
  now: Date
  today: string
  demo: boolean
  address: string
  /** Hashes of the cookies the browser still carries. */
  oldSession: Buffer | undefined
  device: Buffer | undefined
}

/** Where the rows of a name are looked for that nobody holds: the way is the same, and it finds nothing. */
const NOBODY = '00000000-0000-0000-0000-000000000000'

/** Name and password. Opens a session that waits for the second factor, or an open one on a trusted device. */
export async function signIn(door: AtTheDoor, input: SignIn): Promise<{ token: string; endsAt: Date; view: SessionView }> {
  const { database, keys, now } = door
  const fromHere = await beginTry(database, keys, 'address', door.address, now)
  if (fromHere.locked) throw new Refusal('request.too-many', { seconds: Math.ceil((fromHere.locked.getTime() - now.getTime()) / 1000) })
  const forName = await beginTry(database, keys, 'name', input.signInName, now)
  if (forName.locked) throw lockedOut(forName.locked, now)
  const account = await findAccountNamed(database, input.signInName)
  // The hash is made outside of any transaction: a tenth of a second per try must not hold a connection.
  const secret = await asSigningIn(database, account ?? NOBODY, (tx) => findSecret(tx, account ?? NOBODY))
  const isRight = await verifyPassword(keys, input.password, secret?.password_hash)
  if (account === null || !secret || !isRight) {
    await traceFailure(door, account, input.signInName, forName.leftOver)
    throw new Refusal('sign-in.wrong')
  }
  const renewed = isOutdated(secret.password_hash) ? await hashPassword(keys, input.password) : undefined
  return asSigningIn(database, account, async (tx) => {
    if (renewed) await changeSecret(tx, account, { password_hash: renewed })
    await clearTries(tx, keys, 'name', input.signInName)
    await giveTryBack(tx, keys, door.address)
    return openSession(tx, door, account, input.deviceName)
  })
}

export const lockedOut = (until: Date, now: Date): Refusal => new Refusal('sign-in.locked-out', { minutes: Math.ceil((until.getTime() - now.getTime()) / 60_000) })

async function openSession(tx: Tx, door: AtTheDoor, account: string, deviceName: string) {
  const { now, today, demo } = door
  if (door.oldSession) await endSessionOf(tx, door.oldSession, now)
  const isTrusted = door.device !== undefined && (await findTrustedDevice(tx, account, door.device, now)) !== undefined
  const { token, hash } = makeToken()
  const id = randomUUID()
  const endsAt = isTrusted ? hoursAfter(now, LIMITS.sessionHours) : minutesAfter(now, LIMITS.secondFactorMinutes)
  const posts = await listOwnPosts(tx, today)
  await addSession(tx, {
    id, tokenHash: hash, account, post: posts[0]?.id ?? null, stage: isTrusted ? 'open' : 'second-factor', deviceName, at: now, endsAt, lockMinutes: LIMITS.lockMinutes,
  })
  const own = (await findOwnAccount(tx, account))!
  if (isTrusted) await changeSecret(tx, account, { signed_in_at: now })
  await leaveTrace(tx, isTrusted ? 'signed-in-on-trusted-device' : 'password-accepted', own, id)
  return { token, endsAt, view: await viewSession({ tx, now, today, self: { session: id, account } }, demo) }
}

/** A name nobody holds leaves the same kind of leaf, without an account. */
async function traceFailure({ database, keys }: AtTheDoor, account: string | null, name: string, leftOver: number) {
  const act = leftOver > 0 ? 'sign-in-failed' : 'sign-in-locked-out'
  await asSigningIn(database, account ?? NOBODY, async (tx) => {
    const own = await findOwnAccount(tx, account ?? NOBODY)
    await leaveTrace(tx, act, own ?? { id: null, cell: null, place: null }, keys.blindIndex('sign-in name', name).toString('hex'))
  })
}

export const deviceUntil = (now: Date): Date => daysAfter(now, LIMITS.deviceDays)
