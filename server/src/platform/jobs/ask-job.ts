import { sql } from 'kysely'
import type { Work } from '../work.ts'

/** Ids, codes, dates and sealed values only: the job table is no place for words about people. */
export type JobInput = Record<string, string | number | boolean | null | string[] | number[]>

/**
 * Asks for a job in the same transaction: rolled back, it never runs. It runs later as the account and post asking now, checked
 * again then. With `onceKey`, asking again before it has started replaces the earlier one.
 */
export async function askJob({ tx }: Pick<Work, 'tx'>, task: string, input: JobInput, { onceKey, runAt }: { onceKey?: string; runAt?: Date } = {}): Promise<void> {
  await sql`select app.ask_job(${task}, ${JSON.stringify(input)}::jsonb, ${onceKey ?? null}, ${runAt ?? null})`.execute(tx)
}
