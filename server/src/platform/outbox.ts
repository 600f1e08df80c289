import { sql } from 'kysely'
import type { Tx } from './database/index.ts'

export interface Event {
  /** `noun.past-tense` */
  event: string
  subject: string
  cell: number
  place: number
  /** Ids, codes and dates only; no names, no words. */
  payload: Record<string, string | number | boolean | null | string[]>
}

/** Keeps an event in the same transaction as the fact it reports. Each listener gets it once, in order per subject. */
export async function announce(tx: Tx, { event, subject, cell, place, payload }: Event): Promise<void> {
  await sql`select app.announce(${event}, ${subject}::uuid, ${cell}, ${place}, ${JSON.stringify(payload)}::jsonb)`.execute(tx)
}

export { deliverDue, forgetDelivered, startDelivery, type Delivered, type DeliveryParts, type DurableListener, type ListenerWork } from './outbox/deliver.ts'
