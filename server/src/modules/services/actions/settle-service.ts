import { sql } from 'kysely'
import type { RecordChanged } from '#server/modules/records/index.ts'
import type { Work } from '#server/platform/work.ts'
import { expectedClocks } from '../rules/clocks.ts'
import { gapsOf } from '../rules/standing.ts'
import { judgeOf, readFacts } from '../store/facts.ts'
import { keepDerived, requireService, type ServiceRowOfTable } from '../store/services.ts'

/**
 * Keeps exact what follows from a service's facts: what is 待补, its contacts, its clocks, whether an approval waits. Called inside the
 * transaction of every change; the row is locked, so that two changes at once settle one after the other.
 */
export async function settleService(work: Work, row: ServiceRowOfTable): Promise<void> {
  const judge = await judgeOf(work, row)
  const { facts, contacts } = await readFacts(work, row, judge)
  const clocks = expectedClocks(judge, facts).map(({ key, startedAt, dueAt, doneAt, tells, remindMinutes }) => ({
    key, started_at: startedAt, due_at: dueAt, done_at: doneAt, tells, remind_minutes: remindMinutes }))
  const kept = await sql<{ due: Date | null }>`select app.keep_clocks(${row.id}::uuid, ${JSON.stringify(clocks)}::jsonb, ${work.now}) as due`.execute(work.tx)
  await keepDerived(work, row.id, {
    gaps: gapsOf(judge, facts).map(({ stage, key }) => `${stage}/${key}`), sessions: contacts.records, last_on: contacts.lastOn, written: contacts.written, due_at: kept.rows[0]?.due ?? null,
    waiting: facts.approvals.some(({ decision }) => decision === null),
  })
}

/** A contact of a service was written, corrected or voided: the service follows in the same transaction. */
export async function followContact(work: Work, { was, now }: RecordChanged): Promise<void> {
  const service = (now ?? was)?.service
  if (service) await settleService(work, await requireService(work, service, { forChange: true }))
}
