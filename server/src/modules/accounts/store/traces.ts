import { createHash } from 'node:crypto'
import type { Database, Tx } from '#server/platform/database/index.ts'

/** Leaves an audit leaf of something that is no change of a row: a sign-in, a failure, a lock-out. Never what was typed. */
export async function leaveTrace(db: Database | Tx, act: string, about: { id: string | null; cell: number | null; place: number | null }, also = ''): Promise<void> {
  await db.insertInto('audit_leaf').values({
    act, subject: 'account', subject_id: about.id, cell: about.cell, place: about.place, rows: 1,
    digest: createHash('sha256').update(`${act} ${about.id ?? ''} ${also}`).digest(),
  }).execute()
}
