import type { ImportResult } from '#api/imports.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Work } from '#server/platform/work.ts'
import { asHistory, findVersion, openTagsOf, putColumnsBack, type FileRow } from '../store/files.ts'
import { changeBatch, changesOfBatch, dropContent, factsAbout, type BatchRow, type ImportChange } from '../store/imports.ts'
import { closeTag } from './close-tag.ts'
import { renewTokens } from './renew-tokens.ts'
import { requireFile } from './require-file.ts'
import { tellChange } from './tell-change.ts'

type Undone = NonNullable<ImportResult['undone']>

/** Columns a list may have changed; what belongs together goes back together. */
const TOGETHER = [
  ['name', 'name_sort'], ['identity_sealed', 'identity_mask', 'person'], ['sex'], ['birth_on'], ['phone_sealed', 'phone_mask'], ['address_sealed', 'section'], ['note_sealed'],
  ['risk', 'risk_since', 'risk_why_sealed'], ['closed_on', 'closed_why'],
] as const

/** Puts files back as they were before a list came in, last row first, except where somebody wrote since: that is told row by row. */
export async function undoImport(work: Work, batch: BatchRow): Promise<void> {
  const undone: Undone = { closed: 0, putBack: 0, kept: 0, told: [] }
  for (const change of await changesOfBatch(work, batch.id)) {
    const why = await undoOne(work, change)
    if (why === 'closed') undone.closed += 1
    else if (why === 'put-back') undone.putBack += 1
    else {
      undone.kept += 1
      undone.told.push({ row: change.row, file: change.file, why })
    }
  }
  undone.told.reverse()
  await dropContent(work, batch.id)
  await changeBatch(work, batch, { state: 'undone', result: { ...(batch.result as unknown as ImportResult), undone }, undoneAt: work.now })
}

type Outcome = 'closed' | 'put-back' | 'undo.out-of-reach' | 'undo.has-facts' | 'undo.changed-since' | 'undo.closed-since' | 'undo.partly'

async function undoOne(work: Work, change: ImportChange): Promise<Outcome> {
  const file = await requireFile(work, change.file, { forChange: true }).catch((error) => {
    if (error instanceof Refusal) return undefined
    throw error
  })
  if (!file) return 'undo.out-of-reach'
  return change.kind === 'new' ? closeAgain(work, file, change) : putBack(work, file, change)
}

/** A file a list opened is closed, unless somebody wrote about this person since. */
async function closeAgain(work: Work, file: FileRow, change: ImportChange): Promise<Outcome> {
  if (file.closed_on !== null) return 'undo.closed-since'
  if (file.version !== change.versionIs) return 'undo.changed-since'
  const facts = await factsAbout(work, file.id, change.tags)
  if (facts === null) return 'undo.out-of-reach'
  if (facts.length > 0) return 'undo.has-facts'
  const end = { closed_on: work.today, closed_why: 'import-undone' }
  await putColumnsBack(work, file, end)
  await tellChange(work, file, end)
  return 'closed'
}

/** Each field goes back to the very bytes it had, unless it says something else by now. */
async function putBack(work: Work, file: FileRow, change: ImportChange): Promise<Outcome> {
  const before = await findVersion(work, file.id, change.versionWas)
  const now = await asHistory(work, file.id)
  const after = file.version === change.versionIs ? now : await findVersion(work, file.id, change.versionIs)
  const back: Record<string, unknown> = {}
  let kept = 0
  for (const columns of before && after ? TOGETHER : []) {
    const differs = (a: Record<string, unknown>, b: Record<string, unknown>) => columns.some((column) => JSON.stringify(a[column]) !== JSON.stringify(b[column]))
    if (!differs(before!, after!)) continue
    if (differs(after!, now)) kept += 1
    else for (const column of columns) back[column] = before![column]
  }
  const columns = Object.fromEntries(Object.entries(back).map(([column, value]) => [column, typeof value === 'string' && value.startsWith('\\x') ? Buffer.from(value.slice(2), 'hex') : value]))
  if (Object.keys(columns).length > 0) {
    await putColumnsBack(work, file, columns)
    const changed = { ...file, ...columns } as FileRow
    if (file.closed_on === null) await renewTokens(work, changed)
    await tellChange(work, file, columns)
  }
  await closeTags(work, file.id, change.tags)
  return kept > 0 ? (Object.keys(columns).length > 0 ? 'undo.partly' : 'undo.changed-since') : 'put-back'
}

async function closeTags(work: Work, file: string, tags: readonly string[]) {
  for (const tag of await openTagsOf(work, file)) if (tags.includes(tag.id)) await closeTag(work, file, { tag: tag.id, version: tag.version })
}
