import { useSyncExternalStore } from 'react'
import { request } from './api.ts'
import { holder, holderNow, type Holder } from './device-key.ts'
import { mayTryAgain, OfflineError, RefusalError } from './refusal-error.ts'
import { openRow, outboxStore, sealRow } from './sealed-rows.ts'

/**
 * Writes that did not reach the server. They wait sealed in this browser, go out in the order they were made under the same id, and leave only
 * when the server has them. One it refuses stays with its sentence, so that its writer can correct it.
 */
export interface Write {
  /** The record's own id: sending twice means once. */
  id: string
  method: 'PUT' | 'POST'
  path: string
  body: unknown
  /** A photo or a paper: then `body`'s fields and the file go as one multipart form. */
  file?: Blob | undefined
  /** What the list of waiting records calls it, and where it can be corrected. No more of a person than the page shows anyway. */
  title: string
  editAt?: string | undefined
}
export interface Waiting extends Write {
  account: string
  post: string | null
  at: number
  state: 'waiting' | 'refused' | 'undelivered'
  code?: string | undefined
  sentence?: string | undefined
}

/** saved: the server has it. waiting: kept here, sent later. undelivered: the server keeps it sealed for the sender's head. */
export type Outcome<T> = { outcome: 'saved'; body: T } | { outcome: 'waiting' } | { outcome: 'undelivered'; code: string; sentence: string }

let sender: { account: string; post: string | null } | undefined
let rows: readonly Waiting[] = []
const listeners = new Set<() => void>()

function show(next: readonly Waiting[]): void {
  rows = next
  for (const listener of listeners) listener()
}

const byAge = (a: Waiting, b: Waiting) => a.at - b.at || (a.id < b.id ? -1 : 1)

let latest = 0
/** The time, and never the same twice: a visit and the need found on it are kept within one millisecond, and the visit must go out first. */
const instant = (): number => (latest = Math.max(Date.now(), latest + 1))

async function reload(): Promise<void> {
  const by = holderNow()
  if (!by || by.account !== sender?.account) return show([])
  const mine = (await outboxStore().all().catch(() => [])).filter(({ account }) => account === by.account)
  // What does not open stays where it is: the server may open it.
  const opened = await Promise.all(mine.map((row) => openRow(by, row).catch(() => undefined)))
  show(opened.filter((row) => row !== undefined).sort(byAge))
}

const keepRow = async (row: Waiting, by: Holder = holder()): Promise<unknown> => outboxStore().put(await sealRow(by, row))

function outcomeOf<T>(status: number, body: unknown): Outcome<T> {
  if (status !== 202) return { outcome: 'saved', body: body as T }
  const { code, sentence } = body as { code: string; sentence: string }
  return { outcome: 'undelivered', code, sentence }
}

// A FormData cannot be kept in IndexedDB, a Blob can: the form is made when it is sent. Fields first, for a server that reads as it comes.
function payloadOf(write: Write): unknown {
  if (!write.file) return write.body
  const form = new FormData()
  for (const [name, value] of Object.entries(write.body ?? {})) form.append(name, String(value))
  form.append('file', write.file, `${write.id}.${write.file.type.split('/')[1] ?? 'bin'}`)
  return form
}

/**
 * Sends a write, or keeps it when the network is away. Throws the `RefusalError` when the server says no: the form is still open.
 * Call it with the same id again to correct or repeat.
 */
export async function send<T = void>(write: Write): Promise<Outcome<T>> {
  if (!sender) throw new Error('nobody is signed in')
  const earlier = rows.find((row) => row.id === write.id)
  // The screen may be locked before the network gives up.
  const by = holder()
  const from = sender
  try {
    // What was made before goes first, or a visit could arrive before its resident.
    if (rows.some((row) => row.state === 'waiting' && row.id !== write.id) && !(await flush())) throw new OfflineError()
    const { status, body } = await request<T>(write.method, write.path, payloadOf(write))
    if (earlier) await outboxStore().remove(write.id).then(reload)
    return outcomeOf<T>(status, body)
  } catch (error) {
    if (!mayTryAgain(error)) throw error
    await keepRow({ ...write, ...from, at: earlier?.at ?? instant(), state: 'waiting' }, by)
    // Old browsers may clear a site's store when space is short; asking costs nothing.
    void navigator.storage?.persist?.().catch(() => false)
    await reload()
    return { outcome: 'waiting' }
  }
}

/** A connection from before the network went hangs instead of failing: given up soon, and the next one is a new one. */
const PATIENCE_MS = 10_000
const ASK_EVERY_MS = 15_000

/** True when the row needs no more sending. */
async function sendOne(row: Waiting): Promise<boolean> {
  try {
    const { status, body } = await request(row.method, row.path, payloadOf(row), { post: row.post, unattended: true, ...(!row.file && { patience: PATIENCE_MS }) })
    const result = outcomeOf(status, body)
    if (result.outcome === 'undelivered') await keepRow({ ...row, state: 'undelivered', code: result.code, sentence: result.sentence })
    else await outboxStore().remove(row.id)
    return true
  } catch (error) {
    if (mayTryAgain(error)) return false
    // Nobody signed in, or locked: not the record's fault. It waits.
    if (error instanceof RefusalError && error.status === 401) return false
    if (!(error instanceof RefusalError)) throw error
    await keepRow({ ...row, state: 'refused', code: error.code, sentence: error.sentence })
    return true
  }
}

async function sendAll(): Promise<boolean> {
  await reload()
  for (const row of rows.filter((each) => each.state === 'waiting')) if (!(await sendOne(row))) return reload().then(() => false)
  await reload()
  return true
}

let sending: Promise<boolean> | undefined
/** Sends what waits, in order; false when something still waits. Two tabs do not send at once where the browser can tell them apart. */
export function flush(): Promise<boolean> {
  const alone = () => (navigator.locks ? navigator.locks.request('wulian.outbox', sendAll) : sendAll())
  sending ??= Promise.resolve(alone()).finally(() => { sending = undefined })
  return sending
}

/** The writer gives a refused record up, knowingly, or has read what became of an undelivered one. */
export async function discard(id: string): Promise<void> {
  await outboxStore().remove(id)
  await reload()
}

/** Whether this write is still only here. */
export const isHere = (id: string): boolean => rows.some((row) => row.id === id)

/** From now on this account's writes wait and are sent here. */
export function openOutbox(account: string, post: string | null): () => void {
  sender = { account, post }
  let retry: ReturnType<typeof setTimeout> | undefined
  // A network that has just come back often fails once more: asked again soon, then less and less.
  const tryNow = (wait = 2_000): void => {
    clearTimeout(retry)
    if (document.visibilityState !== 'visible' || !rows.some((row) => row.state === 'waiting')) return
    void flush().catch(() => false).then((sent) => { if (!sent && navigator.onLine && sender?.account === account && wait < 30_000) retry = setTimeout(() => tryNow(wait * 2), wait) })
  }
  const again = () => tryNow()
  void flush().catch(() => false)
  // Not every browser says that the network is back.
  const timer = setInterval(again, ASK_EVERY_MS)
  window.addEventListener('online', again)
  document.addEventListener('visibilitychange', again)
  return () => {
    clearInterval(timer)
    clearTimeout(retry)
    window.removeEventListener('online', again)
    document.removeEventListener('visibilitychange', again)
    sender = undefined
    show([])
  }
}

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => { listeners.delete(listener) }
}
/** This account's unsent writes, oldest first. */
export const useOutbox = (): readonly Waiting[] => useSyncExternalStore(subscribe, () => rows)
