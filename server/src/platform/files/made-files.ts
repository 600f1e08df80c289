import type { MadeFile } from '#api/platform.ts'
import { leaveView } from '../audit.ts'
import { openWith, sealWith } from '../keys/index.ts'
import type { Work } from '../work.ts'

const KEEP_MS = 86_400_000
const shown = ['id', 'kind', 'title', 'state', 'rows', 'made_at', 'gone_at', 'failed_code'] as const
type Shown = { id: string; kind: string; title: string; state: string; rows: number | null; made_at: Date; gone_at: Date; failed_code: string | null }

const asMade = ({ made_at, gone_at, failed_code, ...row }: Shown): MadeFile => ({
  ...row, state: row.state as MadeFile['state'], madeAt: made_at.toISOString(), goneAt: gone_at.toISOString(), failedCode: failed_code,
})
const about = (id: string) => `made_file ${id} content`
const mine = ({ tx, actor, now }: Work) => tx.selectFrom('made_file').where('account', '=', actor.account).where('gone_at', '>', now)

/** Announces a file that a job will make for who asks; it is his alone and gone after a day. */
export async function askMadeFile({ tx, actor, now }: Work, { id, kind, title }: { id: string; kind: string; title: string }): Promise<MadeFile> {
  const row = await tx.insertInto('made_file').values({
    id, cell: actor.cell, place: actor.place, account: actor.account, kind, title, state: 'waiting', made_at: now, gone_at: new Date(now.getTime() + KEEP_MS),
  }).returning(shown).executeTakeFirstOrThrow()
  return asMade(row)
}

/** One file of the caller's own that is not gone yet. */
export async function findMadeFile(work: Work, id: string): Promise<MadeFile | undefined> {
  const row = await mine(work).select(shown).where('id', '=', id).executeTakeFirst()
  return row && asMade(row)
}

/** The caller's own files, newest first. */
export async function listMadeFiles(work: Work): Promise<{ rows: MadeFile[] }> {
  return { rows: (await mine(work).select(shown).orderBy('made_at', 'desc').orderBy('id').limit(50).execute()).map(asMade) }
}

/** Puts the content there, sealed under a key that only this file has. */
export async function keepMadeFile({ tx, keys }: Work, id: string, content: Uint8Array, rows: number): Promise<void> {
  await tx.updateTable('made_file').set({ state: 'ready', rows, content_sealed: sealWith(1, keys.derive(`made file ${id}`), content, about(id)) }).where('id', '=', id).execute()
}

export async function failMadeFile({ tx }: Work, id: string, code: string): Promise<void> {
  await tx.updateTable('made_file').set({ state: 'failed', failed_code: code }).where('id', '=', id).execute()
}

/** The content for its maker, with a trace of it being fetched. Undefined when it is not there; empty when it is not ready. */
export async function openMadeFile(work: Work, id: string): Promise<{ title: string; content: Buffer | undefined } | undefined> {
  const row = await mine(work).select(['title', 'state', 'rows', 'content_sealed']).where('id', '=', id).executeTakeFirst()
  if (!row) return undefined
  if (row.state !== 'ready' || row.content_sealed === null) return { title: row.title, content: undefined }
  await leaveView(work, { act: 'download', subject: 'made_file', subjectId: id, rows: row.rows ?? 0, digestOf: { id } })
  return { title: row.title, content: openWith(work.keys.derive(`made file ${id}`), row.content_sealed, about(id)) }
}
