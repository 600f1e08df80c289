import { sql } from 'kysely'
import type { Clock } from '../clock.ts'
import type { Database, Tx } from '../database/index.ts'
import type { Keyring } from '../keys/index.ts'
import type { Log } from '../log.ts'

/** An event as a listener gets it. `account` and `post`: who caused it. */
export interface Delivered {
  id: number
  event: string
  subject: string
  cell: number
  place: number
  account: string | null
  post: string | null
  payload: Record<string, unknown>
  happenedAt: Date
}

/** What a durable listener works with: a transaction as wulian_listener, which reads what it follows and writes through granted functions. */
export interface ListenerWork {
  tx: Tx
  now: Date
  today: string
  keys: Keyring
  log: Log
}

export interface DurableListener {
  /** Never changed once used: what it has had is kept under this name. */
  name: string
  events: readonly string[]
  handle(work: ListenerWork, event: Delivered): Promise<void>
}

export interface DeliveryParts {
  /** A pool that signed in as wulian_listener. */
  database: Database
  clock: Clock
  keys: Keyring
  log: Log
  listeners: readonly DurableListener[]
}

interface Due extends Omit<Delivered, 'id' | 'subject' | 'happenedAt'> {
  event_id: number
  listener: string
  subject_id: string
  happened_at: Date
  attempts: number
}

/**
 * Hands on every event that is due, each listener's part in one transaction with the listener's own writes: both last or neither.
 * Answers how many were handled and how many failed. Two deliverers at once do no harm.
 */
export async function deliverDue(parts: DeliveryParts): Promise<{ handled: number; failed: number }> {
  const told = { handled: 0, failed: 0 }
  // Also where nobody listens: who starts to listen later hears of later events only.
  await spread(parts)
  if (parts.listeners.length === 0) return told
  for (;;) {
    const outcome = await deliverOne(parts)
    if (outcome === 'nothing-due') return told
    told[outcome]++
  }
}

async function spread({ database, clock, listeners }: DeliveryParts) {
  const wanted = JSON.stringify(Object.fromEntries(listeners.map(({ name, events }) => [name, events])))
  let taken: number
  do {
    const answer = await sql<{ taken: number }>`select app.spread_events(${wanted}::jsonb, ${clock.now()}) as taken`.execute(database)
    taken = answer.rows[0]!.taken
  } while (taken === 5000)
}

async function deliverOne({ database, clock, keys, log, listeners }: DeliveryParts): Promise<'handled' | 'failed' | 'nothing-due'> {
  const now = clock.now()
  let taken: Due | undefined
  try {
    return await database.transaction().execute(async (tx) => {
      const found = await sql<Due>`select * from app.next_delivery(${listeners.map(({ name }) => name)}::text[], ${now})`.execute(tx)
      taken = found.rows[0]
      if (!taken) return 'nothing-due'
      const { event_id: id, subject_id: subject, happened_at: happenedAt, event, cell, place, account, post, payload } = taken
      const listener = listeners.find(({ name }) => name === taken!.listener)!
      await listener.handle({ tx, now, today: clock.today(), keys, log }, { id, subject, happenedAt, event, cell, place, account, post, payload })
      await sql`select app.delivery_done(${id}, ${taken.listener}, ${now})`.execute(tx)
      return 'handled'
    })
  } catch (error) {
    if (!taken) throw error
    const { name, code } = error as { name?: string; code?: string }
    // The message may carry words out of a row; name and code do not.
    const why = `${name ?? 'Error'}${code ? ` ${code}` : ''}`
    log.error({ listener: taken.listener, event: taken.event, eventId: taken.event_id, attempts: taken.attempts + 1, why }, 'a listener failed')
    await sql`select app.delivery_failed(${taken.event_id}, ${taken.listener}, ${why}, ${now})`.execute(database)
    return 'failed'
  }
}

/** Delivers every `everyMs` until stopped; `stop` waits for the round under way. */
export function startDelivery(parts: DeliveryParts, everyMs = 500): { stop(): Promise<void> } {
  let stopping = false
  let wake = () => {}
  const round = async () => {
    while (!stopping) {
      await deliverDue(parts).catch((error: { name?: string; code?: string }) => parts.log.error({ kind: error.name, code: error.code }, 'delivery broke off'))
      if (!stopping) await new Promise<void>((go) => { const timer = setTimeout(go, everyMs); wake = () => { clearTimeout(timer); go() } })
    }
  }
  const done = round()
  return { stop: async () => { stopping = true; wake(); await done } }
}

const KEEP_DAYS = 30

/** Forgets events that every listener has had for a month. */
export async function forgetDelivered({ database, clock }: Pick<DeliveryParts, 'database' | 'clock'>): Promise<number> {
  const before = new Date(clock.now().getTime() - KEEP_DAYS * 86_400_000)
  const answer = await sql<{ n: number }>`select app.forget_delivered(${before}) as n`.execute(database)
  return answer.rows[0]!.n
}
