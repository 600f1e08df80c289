import { useSyncExternalStore } from 'react'
import type { DeviceKey } from '#api/session.ts'
import { api } from './api.ts'
import { fromBase64, utf8, type Bytes } from './bytes.ts'
import { i18n } from './i18n.ts'
import { RefusalError } from './refusal-error.ts'
import { maySeal, storeOf } from './store.ts'
import { newId } from './uuid.ts'

/**
 * The key of all that is kept in this browser for one account. The server makes it, again and again the same, for an open session; here it
 * lies in memory only, and scripts cannot read it. On a trusted device it also lies wrapped under PIN and the server's share, for the offline
 * limit. Forgetting that wrapping closes everything to everybody but the server: unsent writes are then sealed, never lost.
 */
export interface Holder {
  account: string
  device: string
  /** `about` is bound to the content: moved to another name, it does not open. */
  seal: (about: string, content: Bytes) => Promise<Bytes>
  open: (about: string, sealed: Bytes) => Promise<Bytes>
}

interface Opener { name: 'opener'; account: string; device: string; share: CryptoKey; salt: Bytes; wrapped: Bytes; until: number; seen: number; tries: number }
interface Owed { name: 'owed'; what: 'lock' | 'end' }
type Row = Opener | Owed | { name: 'device'; id: string }
const rows = () => storeOf<Row>('kept')
const findOpener = () => rows().find('opener').catch(() => undefined) as Promise<Opener | undefined>

const TRIES = 5
const ROUNDS = 600_000
const HOUR_MS = 3_600_000
/** The suite of the server's sealed values: AES-256-GCM, nonce before, tag behind. */
const SUITE = 1
const NONCE = 12

const aes = (raw: Bytes) => crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt', 'decrypt'])

async function sealWith(key: CryptoKey, about: string, content: Bytes): Promise<Bytes> {
  const iv = crypto.getRandomValues(new Uint8Array(NONCE))
  const sealed = new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: utf8(about) }, key, content))
  return new Uint8Array([SUITE, ...iv, ...sealed])
}
const openWith = async (key: CryptoKey, about: string, sealed: Bytes): Promise<Bytes> =>
  new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv: sealed.slice(1, 1 + NONCE), additionalData: utf8(about) }, key, sealed.slice(1 + NONCE)))

const WRAPPED = 'device key'
async function wrappingKey(pin: string, salt: Bytes, share: CryptoKey): Promise<CryptoKey> {
  const typed = await crypto.subtle.importKey('raw', utf8(pin), 'PBKDF2', false, ['deriveBits'])
  const stretched = await crypto.subtle.deriveBits({ name: 'PBKDF2', hash: 'SHA-256', salt, iterations: ROUNDS }, typed, 256)
  return aes(new Uint8Array(await crypto.subtle.sign('HMAC', share, stretched)))
}

let held: Holder | undefined
/** Who seals here now; undefined while nobody's things are open. */
export const holderNow = (): Holder | undefined => held
export function holder(): Holder {
  if (!held) throw new Error('nothing is open in this browser')
  return held
}
/** Takes the key out of memory: the screen is locked, or somebody left. */
export const letGo = (): void => { held = undefined }

function hold(account: string, device: string, key: CryptoKey | undefined): void {
  const plain = async (_: string, content: Bytes) => content
  held = { account, device, seal: key ? (about, content) => sealWith(key, about, content) : plain, open: key ? (about, sealed) => openWith(key, about, sealed) : plain }
}

/** Whether the device opens without network: once the PIN was given here, or never. */
export type OfflineUse = 'ready' | 'needs-pin' | 'no'
let use: OfflineUse = 'no'
const listeners = new Set<() => void>()
function say(next: OfflineUse): void {
  use = next
  for (const listener of listeners) listener()
}
const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => { listeners.delete(listener) }
}
export const useOfflineUse = (): OfflineUse => useSyncExternalStore(subscribe, () => use)

async function deviceId(): Promise<string> {
  const found = (await rows().find('device').catch(() => undefined)) as { id: string } | undefined
  if (found) return found.id
  const id = newId()
  // A browser that keeps nothing gets a key for as long as its page is open.
  await rows().put({ name: 'device', id }).catch(() => undefined)
  return id
}

/** With an open session: gets the key, and with the PIN that was just found right makes the device open without network. */
export async function openWithServer(account: string, pin?: string): Promise<void> {
  const device = await deviceId()
  if (!maySeal()) return hold(account, device, undefined)
  const { key, share, offlineHours } = await api.post<DeviceKey>('/session/device-key', { device })
  const raw = fromBase64(key)
  hold(account, device, await aes(raw))
  const until = Date.now() + offlineHours * HOUR_MS
  const before = await findOpener()
  const isMine = before?.account === account && before.device === device
  const opener = share && pin ? await makeOpener({ account, device, until }, fromBase64(share), raw, pin)
    : share && isMine ? { ...before, until, seen: Date.now(), tries: 0 } : undefined
  await (opener ? rows().put(opener) : rows().remove('opener')).catch(() => undefined)
  say(opener ? 'ready' : share ? 'needs-pin' : 'no')
}

async function makeOpener(of: Pick<Opener, 'account' | 'device' | 'until'>, secret: Bytes, raw: Bytes, pin: string): Promise<Opener> {
  const share = await crypto.subtle.importKey('raw', secret, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
  const salt = crypto.getRandomValues(new Uint8Array(16))
  void navigator.storage?.persist?.().catch(() => false)
  return { ...of, name: 'opener', share, salt, wrapped: await sealWith(await wrappingKey(pin, salt, share), WRAPPED, raw), seen: Date.now(), tries: 0 }
}

/** Whose things the PIN would open now. A clock that was set back opens nothing. */
export async function whoMayOpen(): Promise<string | undefined> {
  const opener = await findOpener()
  if (!opener) return undefined
  const now = Date.now()
  if (now < opener.until && now >= opener.seen - HOUR_MS) return opener.account
  await wipe()
  return undefined
}

/** Without network: opens with the PIN. The fifth wrong one leaves only what the server can open, and ends the session at the next contact. */
export async function openWithPin(pin: string): Promise<void> {
  const opener = (await whoMayOpen()) ? await findOpener() : undefined
  if (!opener) throw new RefusalError(401, { code: 'session.ended', sentence: i18n.t('lock.notHere'), details: {} })
  // Counted before it is judged: closing the page gives no try back.
  await rows().put({ ...opener, tries: opener.tries + 1 })
  try {
    const raw = await openWith(await wrappingKey(pin, opener.salt, opener.share), WRAPPED, opener.wrapped)
    hold(opener.account, opener.device, await aes(raw))
  } catch {
    const left = TRIES - opener.tries - 1
    if (left > 0) throw new RefusalError(401, { code: 'pin.wrong', sentence: i18n.t('lock.wrong', { count: left }), details: { left } })
    await wipe('end')
    throw new RefusalError(401, { code: 'session.ended', sentence: i18n.t('lock.wiped'), details: {} })
  }
  await rows().put({ ...opener, seen: Date.now(), tries: 0 })
  await rows().remove('owed')
  say('ready')
}

/** Nothing that can be read stays: neither the way in by PIN nor the last lists. Unsent writes and drafts stay, for the server's key alone. */
export async function wipe(owed?: Owed['what']): Promise<void> {
  letGo()
  say('no')
  try {
    for (const { name } of await rows().all()) if (name !== 'device' && !name.includes('/draft/')) await rows().remove(name)
    if (owed) await rows().put({ name: 'owed', what: owed })
  } catch { /* a browser that keeps nothing has nothing to wipe */ }
}

/** A lock without network, told to the server at the next contact. False when nobody could unlock it here. */
export async function lockHere(): Promise<boolean> {
  if (!(await whoMayOpen())) return false
  await rows().put({ name: 'owed', what: 'lock' })
  return true
}

/** Does what was promised while the network was away, before the server is asked anything else. */
export async function settleOwed(): Promise<void> {
  const owed = (await rows().find('owed').catch(() => undefined)) as Owed | undefined
  if (!owed) return
  await (owed.what === 'lock' ? api.post('/session/lock') : api.delete('/session')).catch((error: unknown) => { if (!(error instanceof RefusalError)) throw error })
  await rows().remove('owed')
}
