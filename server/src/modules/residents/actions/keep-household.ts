import type { ChangeHousehold, JoinHousehold, SaveHousehold } from '#api/residents.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Work } from '#server/platform/work.ts'
import type { FileRow } from '../store/files.ts'
import { findHousehold, openMembersOf, sealAddress, type HouseholdRow } from '../store/households.ts'
import { requireOpenFile } from './require-file.ts'
import { tellChange } from './tell-change.ts'

/** A household where this person lives, with him as its head. Sending it twice means once. */
export async function saveHousehold(work: Work, id: string, { file: fileId, relation, address }: SaveHousehold): Promise<{ id: string; version: number }> {
  const earlier = await findHousehold(work, id)
  if (earlier) return { id, version: earlier.version }
  const file = await requireOpenFile(work, fileId)
  await work.keys.make(work.tx, { id, kind: 'file', cell: file.cell, place: file.place })
  await work.tx.insertInto('household').values({
    id, cell: file.cell, place: file.place, station: file.station, dossier: file.protected ? file.id : id, protected: file.protected, head_name: file.name,
    address_sealed: await sealAddress(work, id, address),
  }).execute()
  await setHousehold(work, file, id, relation)
  return { id, version: 1 }
}

export async function joinHousehold(work: Work, id: string, { file: fileId, relation }: JoinHousehold): Promise<{ id: string; version: number }> {
  const file = await requireOpenFile(work, fileId)
  const household = await requireHousehold(work, id)
  if (household.cell !== file.cell) throw new Refusal('household.not-found')
  await setHousehold(work, file, id, relation)
  return { id, version: household.version }
}

/** The person goes; when he was the head, the eldest who stays stands for the rest. */
export async function leaveHousehold(work: Work, id: string, fileId: string): Promise<{ id: string; version: number }> {
  const file = await requireOpenFile(work, fileId)
  const household = await requireHousehold(work, id)
  if (file.household !== id) return { id, version: household.version }
  await setHousehold(work, file, null, null)
  const [next] = household.head_name === file.name ? await openMembersOf(work, id) : []
  if (!next) return { id, version: household.version }
  await work.tx.updateTable('household').set({ head_name: next.name, version: household.version + 1 }).where('id', '=', id).execute()
  return { id, version: household.version + 1 }
}

export async function changeHousehold(work: Work, id: string, { version, head, address }: ChangeHousehold): Promise<{ id: string; version: number }> {
  const household = await requireHousehold(work, id)
  if (household.version !== version) throw new Refusal('resident.changed-since', { fields: ['household'], now: { version: household.version } })
  const members = head === undefined ? [] : await openMembersOf(work, id)
  const newHead = members.find((member) => member.id === head)
  if (head !== undefined && !newHead) throw new Refusal('resident.not-found')
  await work.tx.updateTable('household').set({
    version: version + 1, ...(newHead && { head_name: newHead.name }), ...(address !== undefined && { address_sealed: await sealAddress(work, id, address) }),
  }).where('id', '=', id).execute()
  for (const member of members) {
    if (member.id === head && member.relation !== 'self') await setHousehold(work, member, id, 'self')
    else if (member.id !== head && member.relation === 'self') await setHousehold(work, member, id, 'other')
  }
  return { id, version: version + 1 }
}

async function requireHousehold(work: Work, id: string): Promise<HouseholdRow> {
  const household = await findHousehold(work, id, { forChange: true })
  if (!household) throw new Refusal('household.not-found')
  return household
}

async function setHousehold(work: Work, file: FileRow, household: string | null, relation: string | null): Promise<void> {
  if (file.household === household && file.relation === relation) return
  await work.tx.updateTable('resident_file').set({ household, relation, version: file.version + 1 }).where('id', '=', file.id).execute()
  await tellChange(work, file, { household })
}
