import type { PutOffMany } from '#api/duties.ts'
import { checkCode } from '#server/modules/records/index.ts'
import { standardsOn } from '#server/modules/standards/index.ts'
import { addDays } from '#server/platform/days.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Work } from '#server/platform/work.ts'
import { checkVersions } from '../rules/check-versions.ts'
import { findDutiesForChange, putOff } from '../store/duties.ts'

/** 顺延: moves what is due to a later day, with a reason; all of it or nothing. */
export async function putOffDuties(work: Work, { rows, to, why, words }: PutOffMany): Promise<{ saved: number }> {
  if (to <= work.today) throw new Refusal('duty.date-past')
  const duties = await findDutiesForChange(work, rows.map(({ id }) => id))
  checkVersions(rows, duties)
  for (const duty of duties) {
    const standards = await standardsOn(work, duty.place, work.today)
    checkCode(standards, 'put-off-reason', 'why', why)
    const latest = addDays(duty.due_on > work.today ? duty.due_on : work.today, standards.number('visit.put_off_max_days'))
    if (to > latest) throw new Refusal('duty.too-far', { latest })
    const wordsSealed = words === '' ? null : await work.keys.seal(work.tx, duty.file, words, `duty ${duty.id} put_off_words`)
    await putOff(work, duty, { to, why, wordsSealed })
  }
  return { saved: duties.length }
}
