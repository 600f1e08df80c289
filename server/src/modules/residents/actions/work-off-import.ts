import { sql } from 'kysely'
import { Refusal, sentenceOf } from '#server/platform/refusal.ts'
import type { Work } from '#server/platform/work.ts'
import { changeBatch, findBatch } from '../store/imports.ts'
import { judgeImport, requireContent } from './read-import.ts'
import { undoImport } from './undo-import.ts'
import { writeImport } from './write-import.ts'

/** The job behind a long list: brings it in or takes it back. A refusal undoes everything and is told; running again does nothing. */
export async function workOffImport(work: Work, { batch: id }: { batch: string }): Promise<void> {
  const batch = await findBatch(work, id, { forChange: true })
  if (!batch || (batch.state !== 'applying' && batch.state !== 'undoing')) return
  await sql`savepoint list`.execute(work.tx)
  try {
    if (batch.state === 'undoing') await undoImport(work, batch)
    else await writeImport(work, batch, await judgeImport(work, batch, await requireContent(work, batch), batch.mapping as never))
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    await sql`rollback to savepoint list`.execute(work.tx)
    const state = batch.state === 'undoing' ? 'applied' : 'read'
    await changeBatch(work, batch, { state, failed: { code: error.code, sentence: sentenceOf(error.code, error.details, 'zh') } })
  }
}
