import type { Saved } from '#api/common.ts'
import type { SaveStaffFacts } from '#api/staff.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Work } from '#server/platform/work.ts'
import { findStaffFact, keepStaffFact, setCertificate } from '../store/accounts.ts'
import { requireInHands } from './require-in-hands.ts'

/** What T12 says of a colleague, as his head has seen it on paper. Days that lie ahead were not seen. */
export async function saveStaff(work: Work, id: string, { version, certificateLevel, ...facts }: SaveStaffFacts): Promise<Saved> {
  const account = await requireInHands(work, id)
  if (facts.checkedOn !== null && facts.checkedOn > work.today) throw new Refusal('staff.checked-ahead')
  if (facts.contractFrom !== null && facts.contractUntil !== null && facts.contractUntil < facts.contractFrom) throw new Refusal('staff.contract-backwards')
  const before = await findStaffFact(work, id)
  if ((before?.version ?? 0) !== version) throw new Refusal('account.changed-since', { fields: [], now: { version: before?.version ?? 0 } })
  await keepStaffFact(work, { id, cell: account.cell, place: account.place, version: version + 1, ...facts })
  await setCertificate(work, id, certificateLevel)
  return { id, version: version + 1 }
}
