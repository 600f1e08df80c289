import type { RevealField } from '#api/residents.ts'
import { VILLAGERS } from '#api/roles.ts'
import { leaveView } from '#server/platform/audit.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Work } from '#server/platform/work.ts'
import { findHousehold, openAddress } from '../store/households.ts'
import { openField } from './seal-fields.ts'
import { requireFile } from './require-file.ts'

/** One unmasked value. Who, when, whose, which field and what for stand in the audit; the value does not. */
export async function revealField(work: Work, id: string, { field, reason }: RevealField): Promise<{ value: string }> {
  if (field === 'identity' && (VILLAGERS as readonly string[]).includes(work.actor.role)) throw new Refusal('post.may-not')
  const file = await requireFile(work, id)
  const own = await openField(work, file, field)
  const household = own === null && field === 'address' && file.household !== null ? await findHousehold(work, file.household) : undefined
  await leaveView(work, { act: `reveal-${field}-${reason}`, subject: 'resident_file', subjectId: id, cell: file.cell, place: file.place, rows: 1, digestOf: { id, field, reason } })
  return { value: own ?? (household ? await openAddress(work, household) : '') }
}
