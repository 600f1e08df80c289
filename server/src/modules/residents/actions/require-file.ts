import { admit } from '#server/platform/database/index.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Work } from '#server/platform/work.ts'
import { findFile, type FileRow } from '../store/files.ts'

/**
 * One file, opened through its circle when it is protected. Absent, out of reach and closed to the caller look the same.
 * `version`: the one the caller read; another change since then is refused.
 */
export async function requireFile(work: Work, id: string, { forChange = false, version }: { forChange?: boolean; version?: number } = {}): Promise<FileRow> {
  const file = (await findFile(work, id, { forChange })) ?? ((await admit(work, id)) ? await findFile(work, id, { forChange }) : undefined)
  if (!file) throw new Refusal('resident.not-found')
  if (version !== undefined && file.version !== version) throw new Refusal('resident.changed-since', { fields: [], now: { version: file.version } })
  return file
}

/** The same for a change that makes no sense on a file that has ended. */
export async function requireOpenFile(work: Work, id: string, version?: number): Promise<FileRow> {
  const file = await requireFile(work, id, { forChange: true, ...(version !== undefined && { version }) })
  if (file.closed_on !== null) throw new Refusal('resident.closed', { closedOn: file.closed_on })
  return file
}
