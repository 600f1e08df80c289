import { randomUUID } from 'node:crypto'
import type { Database } from '#server/platform/database/index.ts'
import { expectedDuty } from '../rules/expected-duty.ts'
import { differs } from '../rules/differs.ts'
import { columnsOf, readDutyFacts, type KeptFacts } from '../store/duties.ts'
import { listFilesForDuty, putDutyRight } from '../store/compare.ts'
import { standardsOn } from '#server/modules/standards/index.ts'

export interface Compared {
  files: number
  /** Duties that should have followed a change and had not. */
  wrong: number
  /** Duties that began, ended or changed with the day itself: a birthday, a group that ran out, a new parameter. */
  turned: number
}

const AT_ONCE = 500
const FIRST = '00000000-0000-0000-0000-000000000000'

/**
 * Compares every kept duty with what follows from the facts, and puts right what differs. Runs every night as the listener:
 * birthdays and groups that run out change duties without anybody writing a thing.
 */
export async function recomputeDuties(database: Database, today: string): Promise<Compared> {
  const total: Compared = { files: 0, wrong: 0, turned: 0 }
  for (let after = FIRST; ;) {
    const files = await listFilesForDuty(database, after, AT_ONCE)
    if (files.length === 0) return total
    await database.transaction().execute(async (tx) => {
      for (const facts of await readDutyFacts(tx, files)) {
        const expected = expectedDuty(facts, await standardsOn({ tx }, facts.place, today), today)
        const is = isNow(facts, expected, today)
        if (!is) continue
        if (hasNotFollowed(facts, expected)) total.wrong += 1
        else total.turned += 1
        await putDutyRight(tx, facts.file, is)
      }
    })
    total.files += files.length
    after = files.at(-1)!
  }
}

/** A contact or a change went by unnoticed: by the same rules and cycles the row says another last contact or day. */
function hasNotFollowed({ duty }: KeptFacts, expected: ReturnType<typeof expectedDuty>): boolean {
  if (!duty || 'closedOn' in expected) return false
  if (duty.basis !== expected.basis || duty.cycle_days !== expected.cycleDays || duty.monthly !== expected.monthly) return false
  return duty.last_record !== expected.lastRecord || duty.last_on !== expected.lastOn || duty.due_on !== expected.dueOn
}

/** What the row should say, when it says something else. */
function isNow({ duty }: KeptFacts, expected: ReturnType<typeof expectedDuty>, today: string): Record<string, unknown> | undefined {
  if ('closedOn' in expected) return duty ? { closed_on: expected.closedOn, closed_why: expected.closedWhy } : undefined
  if (duty && !differs(duty, expected)) return undefined
  return { id: randomUUID(), opened_on: today, ...columnsOf(expected) }
}
