import { sql } from 'kysely'
import type { Clock } from '#server/platform/clock.ts'
import type { Database } from '#server/platform/database/index.ts'

const KEEP_DAYS = 30

/** Takes away uploaded lists that nobody brought in for 30 days. Answers how many went. */
export async function dropImportContents({ database, clock }: { database: Database; clock: Clock }): Promise<number> {
  const before = new Date(clock.now().getTime() - KEEP_DAYS * 86_400_000)
  const answer = await sql<{ n: number }>`select app.drop_import_contents(${before}) as n`.execute(database)
  return answer.rows[0]!.n
}
