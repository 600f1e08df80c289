import { admit } from '#server/platform/database/index.ts'
import { ageOn } from '#server/platform/days.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Work } from '#server/platform/work.ts'
import { findFilesOn } from '../store/files.ts'

/**
 * The files a record is about, in the order asked, as they were on that day. One that cannot be reached looks the same as one
 * that is not there; one that was closed before that day is refused. A protected file opens for its circle.
 */
export async function requireFilesToServe(work: Work, ids: readonly string[], day: string) {
  if (ids.length === 0) return []
  const found = new Map((await findFilesOn(work, ids, day)).map((file) => [file.id, file]))
  const opened: string[] = []
  for (const id of new Set(ids)) if (!found.has(id) && (await admit(work, id))) opened.push(id)
  if (opened.length > 0) for (const file of await findFilesOn(work, opened, day)) found.set(file.id, file)
  return [...new Set(ids)].map((id) => {
    const file = found.get(id)
    if (!file) throw new Refusal('resident.not-found')
    if (file.closedOn !== null && file.closedOn < day) throw new Refusal('resident.closed', { closedOn: file.closedOn })
    return { ...file, age: file.birthOn === null ? null : ageOn(file.birthOn, day) }
  })
}
