import { isSeen } from '#server/modules/records/index.ts'
import type { Work } from '#server/platform/work.ts'
import { expectedDuty } from '../rules/expected-duty.ts'
import { differs } from '../rules/differs.ts'
import { closeDuty, lockFiles, openDuty, readDutyFacts, setDuties, type DueAnew } from '../store/duties.ts'
import { standardsOn } from '#server/modules/standards/index.ts'

/** Brings the duties of files in step with what is known now. Changes nothing where nothing differs. */
export async function keepDuties(work: Work, ids: readonly string[]): Promise<void> {
  const files = [...new Set(ids)]
  if (files.length === 0) return
  await lockFiles(work, files)
  const anew: DueAnew[] = []
  for (const facts of await readDutyFacts(work.tx, files)) {
    const expected = expectedDuty(facts, await standardsOn(work, facts.place, work.today), work.today)
    const { duty } = facts
    if ('closedOn' in expected) {
      if (duty) await closeDuty(work, duty, expected)
    } else if (!duty) await openDuty(work, facts, expected)
    else if (differs(duty, expected)) anew.push({ duty, expected, seen: expected.lastRecord !== duty.last_record && isSeen(expected.lastResult) })
  }
  await setDuties(work, anew)
}
