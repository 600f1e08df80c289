import type { MoveResident } from '#api/residents.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Work } from '#server/platform/work.ts'
import { moveDossier, placeNames, type FileRow } from '../store/files.ts'
import { openMembersOf } from '../store/households.ts'
import { renewTokens } from './renew-tokens.ts'
import { requireOpenFile } from './require-file.ts'
import { tellChange } from './tell-change.ts'

/**
 * Hands a file to another village or station of the cell, alone or with all of the household the caller can see. What was done
 * stays where it was done; the mover may not see the file afterwards.
 */
export async function moveResident(work: Work, id: string, { version, place, station, withHousehold }: MoveResident): Promise<{ id: string; version: number }> {
  const file = await requireOpenFile(work, id, version)
  if ((await placeNames(work, place)).length === 0) throw new Refusal('place.not-found')
  const others = withHousehold && file.household !== null ? (await openMembersOf(work, file.household)).filter((member) => member.id !== id) : []
  for (const member of [file, ...others]) await moveOne(work, member, place, station ?? member.station, withHousehold)
  return { id, version: version + 1 }
}

async function moveOne(work: Work, file: FileRow, place: number, station: string, withHousehold: boolean): Promise<void> {
  // Words and followers first: afterwards the rows may lie where the caller does not reach.
  await renewTokens(work, file, place)
  await tellChange(work, file, { place, station, ...(station !== file.station && { worker: null }), ...(!withHousehold && { household: null }) })
  const answer = await moveDossier(work, file.id, place, station, withHousehold)
  if (answer === 'not-answered-there') throw new Refusal('resident.lives-elsewhere')
  if (answer !== 'moved') throw new Refusal('resident.not-found')
}
