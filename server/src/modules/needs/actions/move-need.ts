import type { Updateable } from 'kysely'
import type { Saved } from '#api/common.ts'
import type { Need } from '#server/platform/database/schema.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Work } from '#server/platform/work.ts'
import type { NeedChanged } from '../events.ts'
import { changeNeedRow, findNeedForChange, type NeedForChange } from '../store.ts'

type Step = (found: NeedForChange) => Promise<Omit<Updateable<Need>, 'version'>> | Omit<Updateable<Need>, 'version'>

/**
 * Takes a need one step on: in reach, not voided, at the version the sender saw, and closed or not as the step wants it. What it
 * said before goes to its history, and whoever counts needs is told.
 */
export async function moveNeed(work: Work, id: string, version: number, from: 'not-closed' | 'closed' | 'any', step: Step): Promise<Saved> {
  const found = await findNeedForChange(work, id)
  if (!found) throw new Refusal('need.not-found')
  const { row, fact } = found
  if (row.voided_at !== null) throw new Refusal('need.voided')
  if (row.version !== version) throw new Refusal('need.changed-since', { fields: [], now: nowOf(found) })
  if (from === 'not-closed' && fact.state === 'closed') throw new Refusal('need.closed')
  if (from === 'closed' && fact.state !== 'closed') throw new Refusal('need.not-closed')
  const set = await step(found)
  const now = await changeNeedRow(work, found, set)
  await work.tell({ event: 'need.changed', was: fact, now: set.voided_at ? null : now } satisfies NeedChanged)
  return { id, version: version + 1 }
}

/** What the sender compares his own with. */
const nowOf = ({ row }: NeedForChange) => ({
  version: row.version, state: row.state, item: row.item, urgency: row.urgency, measure: row.measure, answer: row.answer, owner: row.owner, ownerName: row.owner_name,
  dueOn: row.due_on, actors: row.actors, outcome: row.outcome,
})
