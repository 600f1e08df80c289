import type { STAFF_DUE, StaffFacts } from '#api/staff.ts'
import { addDays, addMonths } from '#server/platform/days.ts'

/** What is to be done about a colleague: a contract of work that runs out or ran out, a check for bans that is older than it may be. Nothing follows from what nobody wrote down. */
export function staffDue({ contractUntil, checkedOn }: Pick<StaffFacts, 'contractUntil' | 'checkedOn'>, today: string, within: { contractDays: number; checkMonths: number }): (typeof STAFF_DUE)[number][] {
  const due: (typeof STAFF_DUE)[number][] = []
  if (contractUntil !== null && contractUntil < today) due.push('contract-over')
  else if (contractUntil !== null && contractUntil <= addDays(today, within.contractDays)) due.push('contract-ends')
  if (checkedOn !== null && addMonths(checkedOn, within.checkMonths) < today) due.push('check-over')
  return due
}
