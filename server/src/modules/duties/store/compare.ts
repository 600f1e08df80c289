import { sql } from 'kysely'
import type { Database, Tx } from '#server/platform/database/index.ts'

/** Files to compare, in the order of their ids. */
export async function listFilesForDuty(database: Database, after: string, atMost: number): Promise<string[]> {
  const found = await sql<{ file: string }>`select file from app.files_for_duty(${after}::uuid, ${atMost})`.execute(database)
  return found.rows.map(({ file }) => file)
}

/** Writes what a duty should say. */
export async function putDutyRight(tx: Tx, file: string, isNow: Record<string, unknown>): Promise<void> {
  await sql`select app.put_duty_right(${file}::uuid, ${JSON.stringify(isNow)}::jsonb)`.execute(tx)
}
