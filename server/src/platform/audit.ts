import { createHash } from 'node:crypto'
import type { Work } from './work.ts'

export interface Viewed {
  /** The table whose sensitive fields were shown. */
  subject: string
  subjectId?: string
  cell?: number
  place?: number
  rows: number
  /** What decides which rows were shown: filter and ids. Only its digest is kept. */
  digestOf: unknown
  /** 'view' unless one field was unmasked. */
  act?: string
}

/** Leaves one trace of a response that shows sensitive or protected fields. No trace, no response: it is in the same transaction. */
export async function leaveView({ tx, actor }: Pick<Work, 'tx' | 'actor'>, { subject, subjectId, cell, place, rows, digestOf, act = 'view' }: Viewed): Promise<void> {
  const digest = createHash('sha256').update(JSON.stringify(digestOf)).digest()
  await tx.insertInto('audit_leaf').values({
    act, subject, subject_id: subjectId ?? null, cell: cell ?? actor.cell, place: place ?? actor.place, rows, digest,
  }).execute()
}
