import { sql } from 'kysely'
import type { Work } from '#server/platform/work.ts'
import { expectedClocks } from '../rules/clocks.ts'
import { gapsOf } from '../rules/standing.ts'
import { judgeOf, readFacts } from '../store/facts.ts'
import { milestonesOf } from '../rules/milestones.ts'
import { findMilestones, keepDerived, type Milestones, type ServiceRowOfTable } from '../store/services.ts'

/**
 * Keeps exact what follows from a service's facts: what is 待补, its contacts, its clocks, whether an approval waits, what it has reached. Called inside
 * the transaction of every change; the row is locked, so that two changes at once settle one after the other. Returns what it had reached and what it has.
 */
export async function settleService(work: Work, row: ServiceRowOfTable): Promise<{ had: Milestones; has: Milestones }> {
  const judge = await judgeOf(work, row)
  const { facts, contacts } = await readFacts(work, row, judge)
  const clocks = expectedClocks(judge, facts).map(({ key, startedAt, dueAt, doneAt, tells, remindMinutes }) => ({
    key, started_at: startedAt, due_at: dueAt, done_at: doneAt, tells, remind_minutes: remindMinutes }))
  const kept = await sql<{ due: Date | null }>`select app.keep_clocks(${row.id}::uuid, ${JSON.stringify(clocks)}::jsonb, ${work.now}) as due`.execute(work.tx)
  const [had, has] = [await findMilestones(work, row.id), milestonesOf(judge, facts)]
  await keepDerived(work, row.id, {
    gaps: gapsOf(judge, facts).map(({ stage, key }) => `${stage}/${key}`), sessions: contacts.records, last_on: contacts.lastOn, written: contacts.written, due_at: kept.rows[0]?.due ?? null,
    waiting: facts.approvals.some(({ decision }) => decision === null), milestones: JSON.stringify(has),
  })
  return { had, has }
}
