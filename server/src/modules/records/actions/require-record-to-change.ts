import { Refusal } from '#server/platform/refusal.ts'
import type { Work } from '#server/platform/work.ts'
import { findFactForChange, lockedMonth } from '../store.ts'

type Found = NonNullable<Awaited<ReturnType<typeof findFactForChange>>>

/** The record, locked for this change: in reach, not void, at the version the sender saw, in a month no report has locked. */
export async function requireRecordToChange(work: Work, id: string, input: { version: number } & Record<string, unknown>): Promise<Found> {
  const found = await findFactForChange(work, id)
  if (!found) throw new Refusal('record.not-found')
  if (found.row.voided_at !== null) throw new Refusal('record.voided')
  if (found.row.version !== input.version) throw new Refusal('record.changed-since', differingFrom(found, input))
  await requireOpenMonth(work, found.fact.station, found.fact.occurredOn)
  return found
}

/** Refuses a day in a month whose report is handed in. */
export async function requireOpenMonth(work: Work, station: string, day: string): Promise<void> {
  const month = await lockedMonth(work, station, day)
  if (month) throw new Refusal('record.month-reported', { month })
}

/** Which of the fields the sender wants to change say something else by now. Words stay sealed. */
function differingFrom({ fact, row }: Found, input: Record<string, unknown>) {
  const now: Record<string, string | number | boolean | null> = {
    version: row.version, occurredOn: fact.occurredOn, minutes: fact.minutes, mode: fact.mode, result: fact.result, item: fact.item, withWhom: row.with_whom ?? '',
    heads: fact.heads, title: row.title, inContract: fact.inContract,
  }
  return { fields: Object.keys(now).filter((field) => field !== 'version' && input[field] !== undefined && input[field] !== now[field]), now }
}
