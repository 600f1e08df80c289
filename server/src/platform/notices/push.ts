import { createECDH, randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import webpush from 'web-push'
import { PUSH_WORDS, type KeepPush, type PushView } from '#api/notices.ts'
import type { Clock } from '../clock.ts'
import type { PushSettings } from '../config.ts'
import type { Database } from '../database/index.ts'
import { openWith, sealWith, type Keyring } from '../keys/index.ts'
import type { Log } from '../log.ts'
import { Refusal } from '../refusal.ts'
import type { Work } from '../work.ts'

/** The services of the browsers. A browser names the address itself: it must not make this service ask somewhere inside. */
const KNOWN = ['fcm.googleapis.com', 'updates.push.services.mozilla.com', '*.push.services.mozilla.com', '*.notify.windows.com', '*.push.apple.com']
const CURVE = 'prime256v1'
const PATIENCE_MS = 10_000
const AT_ONCE = 8
const MOST_A_MINUTE = 400
/** How long a push service keeps what it cannot deliver. */
const KEEP_SECONDS = { urgent: 30 * 60, other: 8 * 60 * 60 }

/** The pair of keys this installation is known by: the same after a restore, as it follows from the master key. */
export function pushKeys(keys: Keyring): { publicKey: string; privateKey: string } {
  const pair = createECDH(CURVE)
  const secret = keys.derive('web push')
  pair.setPrivateKey(secret)
  return { publicKey: pair.getPublicKey('base64url'), privateKey: secret.toString('base64url') }
}

export function isPushService(endpoint: string, { services }: Pick<PushSettings, 'services'>): boolean {
  if (!URL.canParse(endpoint)) return false
  const { protocol, origin, hostname, port, username, password } = new URL(endpoint)
  if (username !== '' || password !== '') return false
  if (services.includes(origin)) return true
  return protocol === 'https:' && port === '' && KNOWN.some((one) => (one.startsWith('*.') ? hostname.endsWith(one.slice(1)) : hostname === one))
}

const about = (id: string): string => `push_subscription ${id}`

/** What one's browser has agreed to, in this session. */
export async function showPush({ tx, actor, keys }: Work, { contact }: PushSettings): Promise<PushView> {
  const own = await tx.selectFrom('push_subscription').select(['quiet_from', 'quiet_until']).where('account', '=', actor.account).where('session', '=', actor.session).executeTakeFirst()
  return { key: contact === undefined ? null : pushKeys(keys).publicKey, own: own ? { quietFrom: own.quiet_from, quietUntil: own.quiet_until } : null }
}

/** Keeps the browser of this session, in place of what it gave before. */
export async function keepPush(work: Work, settings: PushSettings, { endpoint, keys: given, quietFrom, quietUntil }: KeepPush): Promise<{ done: true }> {
  if (settings.contact === undefined) throw new Refusal('push.off')
  if (!isPushService(endpoint, settings)) throw new Refusal('push.unknown-service')
  const { tx, actor, keys, now } = work
  await dropPush(work)
  const hash = keys.blindIndex('push address', endpoint)
  // Whoever used this browser before is not woken through it any more.
  await sql`select app.release_push(${hash}::bytea)`.execute(tx)
  const id = randomUUID()
  await tx.insertInto('push_subscription').values({
    id, cell: actor.cell, place: actor.place, account: actor.account, session: actor.session, endpoint_hash: hash, language: work.language ?? 'zh', quiet_from: quietFrom, quiet_until: quietUntil, made_at: now, told_at: now, woken_at: now,
    sealed: sealWith(1, keys.derive('push addresses'), Buffer.from(JSON.stringify({ endpoint, keys: given })), about(id)),
  }).execute()
  return { done: true }
}

export async function dropPush({ tx, actor }: Work): Promise<{ done: true }> {
  await tx.deleteFrom('push_subscription').where('account', '=', actor.account).where('session', '=', actor.session).execute()
  return { done: true }
}

interface Due { id: string; account: string; sealed: Buffer; language: keyof typeof PUSH_WORDS; unread: number; urgent: number }
export interface PushParts { database: Database; clock: Clock; keys: Keyring; log: Log; push: PushSettings }

/** Wakes whoever has something unread: a number in a sealed letter, and nothing else. Answers how many were told. */
export async function sendPushes(parts: PushParts): Promise<number> {
  if (parts.push.contact === undefined) return 0
  const at = parts.clock.now()
  const { rows } = await sql<Due>`select * from app.pushes_due(${at}, ${MOST_A_MINUTE})`.execute(parts.database)
  let told = 0
  const work = async () => {
    for (let due = rows.shift(); due; due = rows.shift()) {
      const outcome = await send(parts, due)
      if (outcome === 'told') told++
      await sql`select app.push_went(${due.id}::uuid, ${at}, ${due.unread}, ${due.urgent}, ${outcome})`.execute(parts.database)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  await sql`select app.forget_pushes(${at})`.execute(parts.database)
  return told
}

async function send({ keys, log, push }: PushParts, { id, sealed, language, unread, urgent }: Due): Promise<'told' | 'failed' | 'gone'> {
  try {
    const to = JSON.parse(openWith(keys.derive('push addresses'), sealed, about(id)).toString()) as webpush.PushSubscription
    // Asked again: what is allowed may have changed since.
    if (!isPushService(to.endpoint, push)) return 'gone'
    const words = PUSH_WORDS[language]
    const letter = webpush.generateRequestDetails(to, JSON.stringify({ title: words.title, body: urgent > 0 ? words.urgent : words.some.replace('{number}', String(unread)), urgent: urgent > 0 }), {
      vapidDetails: { subject: push.contact!, ...pushKeys(keys) }, TTL: urgent > 0 ? KEEP_SECONDS.urgent : KEEP_SECONDS.other, urgency: urgent > 0 ? 'high' : 'normal', topic: 'wulian', contentEncoding: 'aes128gcm',
    })
    const answer = await fetch(letter.endpoint, { method: 'POST', headers: letter.headers as Record<string, string>, body: new Uint8Array(letter.body!), redirect: 'error', signal: AbortSignal.timeout(PATIENCE_MS) })
    await answer.body?.cancel()
    if (!answer.ok) log.warn({ status: answer.status }, 'a push service refused')
    return answer.ok ? 'told' : answer.status === 404 || answer.status === 410 ? 'gone' : 'failed'
  } catch (error) {
    log.warn({ reason: (error as Error).name }, 'a push service was not reached')
    return 'failed'
  }
}
