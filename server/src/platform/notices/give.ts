import { sql } from 'kysely'
import type { Clock } from '../clock.ts'
import type { Database } from '../database/index.ts'
import type { DurableListener } from '../outbox.ts'

/** Makes of each asked notice one row per post it is for. */
export const giveNotices: DurableListener = {
  name: 'give-notices', events: ['notice.asked'],
  async handle({ tx, now, today }, { id, subject, account, payload: { kind, ...to } }) {
    await sql`select app.give_notices(${id}::int8, ${kind}::text, ${subject}::uuid, ${JSON.stringify(to)}::jsonb, ${account}::uuid, ${now}, ${today}::date)`.execute(tx)
  },
}

const KEEP_DAYS = 90

/** Forgets what was told a quarter of a year ago. */
export async function forgetNotices({ database, clock }: { database: Database; clock: Clock }): Promise<number> {
  const before = new Date(clock.now().getTime() - KEEP_DAYS * 86_400_000)
  const { rows } = await sql<{ n: number }>`select app.forget_notices(${before}) as n`.execute(database)
  return rows[0]!.n
}
