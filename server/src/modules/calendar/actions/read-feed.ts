import { sql } from 'kysely'
import { asJobOf, type Database } from '#server/platform/database/index.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { writeCalendar } from '../rules/icalendar.ts'
import { countByDay } from '../views.ts'

const [BACK, AHEAD] = [7, 62]

/** What is due to the account of a secret address, from the post it was made from, as that post reaches today. Revoked, ended and never given are the same. */
export async function readFeed({ database, now, today }: { database: Database; now: Date; today: string }, token: string): Promise<string> {
  const { rows: [feed] } = await sql<{ account: string | null; post: string; waitSeconds: number }>`
    select account, post, wait_seconds as "waitSeconds" from app.open_feed(sha256(convert_to(${token}, 'UTF8')), ${now})`.execute(database)
  if (!feed) throw new Refusal('feed.not-found')
  if (feed.account === null) throw new Refusal('request.too-many', { seconds: feed.waitSeconds })
  const days = await asJobOf(database, { account: feed.account, post: feed.post, today }, (tx, actor) => countByDay({ tx, actor, today }, BACK, AHEAD))
  if (!days) throw new Refusal('feed.not-found')
  return writeCalendar(days, { account: feed.account, now })
}
