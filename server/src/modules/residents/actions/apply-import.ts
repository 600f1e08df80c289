import type { ApplyImport, ImportView } from '#api/imports.ts'
import { askJob } from '#server/platform/jobs/index.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Work } from '#server/platform/work.ts'
import { checkDecisions } from '../rules/import-decisions.ts'
import { changeBatch, type BatchRow } from '../store/imports.ts'
import { showImport } from '../views/import-preview.ts'
import { judgeImport, requireBatch, requireContent } from './read-import.ts'
import { undoImport } from './undo-import.ts'
import { writeImport } from './write-import.ts'

/** So many rows come in while somebody waits; longer lists are a job, and the page asks how far it is. */
const AT_ONCE = 200

/** Brings a list in: all good rows or nothing. Asking twice means once. */
export async function applyImport(work: Work, id: string, asked: ApplyImport): Promise<ImportView> {
  const batch = await requireBatch(work, id, { forChange: true })
  if (batch.state !== 'read') return showImport(work, id)
  if (batch.version !== asked.version) throw new Refusal('import.not-now', { now: { version: batch.version } })
  const read = await judgeImport(work, batch, await requireContent(work, batch), batch.mapping as never)
  checkDecisions(read.judged, asked)
  const version = await changeBatch(work, batch, { state: 'applying', decisions: { badRows: asked.badRows, duplicates: asked.duplicates }, failed: null })
  const now: BatchRow = { ...batch, version, state: 'applying', decisions: asked as never }
  if (read.judged.length <= AT_ONCE) await writeImport(work, now, read)
  else await askJob(work, 'work-off-import', { batch: id })
  return showImport(work, id)
}

/** Takes a list back: what it opened is closed, what it changed is put back, unless somebody wrote there since. */
export async function askUndo(work: Work, id: string, version: number): Promise<ImportView> {
  const batch = await requireBatch(work, id, { forChange: true })
  if (batch.state === 'undoing' || batch.state === 'undone') return showImport(work, id)
  if (batch.state !== 'applied' || batch.version !== version) throw new Refusal('import.not-now', { now: { version: batch.version } })
  const now = { ...batch, version: await changeBatch(work, batch, { state: 'undoing', failed: null }), state: 'undoing' }
  const result = batch.result as { made: number; changed: number } | null
  if ((result?.made ?? 0) + (result?.changed ?? 0) <= AT_ONCE) await undoImport(work, now)
  else await askJob(work, 'work-off-import', { batch: id })
  return showImport(work, id)
}
