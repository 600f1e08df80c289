import type { StaffFacts } from '#api/staff.ts'
import { standardsOn } from '#server/modules/standards/index.ts'
import { accountInReach } from '#server/platform/database/index.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Work } from '#server/platform/work.ts'
import { staffDue } from '../rules/staff-due.ts'
import { findStaffFact } from '../store/accounts.ts'

/** What is written down of one colleague, and what is due by it. */
export async function showStaff(work: Work, id: string): Promise<StaffFacts> {
  const { tx, actor, today } = work
  const account = await tx.selectFrom('account as a').select(['a.place', 'a.certificate_level as level']).where('a.id', '=', id).where(accountInReach(actor, 'a')).executeTakeFirst()
  if (!account) throw new Refusal('account.not-found')
  const found = await findStaffFact(work, id)
  const standards = await standardsOn(work, account.place, today)
  const facts = {
    certificateNo: found?.certificate_no ?? '', registered: (found?.registered ?? null) as StaffFacts['registered'], education: found?.education ?? '', contractFrom: found?.contract_from ?? null, contractUntil: found?.contract_until ?? null,
    insured: found?.insured ?? null, checkedOn: found?.checked_on ?? null,
  }
  return {
    version: found?.version ?? 0, certificateLevel: account.level as StaffFacts['certificateLevel'], ...facts,
    due: staffDue(facts, today, { contractDays: standards.number('staff.contract_remind_days'), checkMonths: standards.number('staff.check_months') }),
  }
}
