import { findColleague } from '#server/modules/records/index.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Work } from '#server/platform/work.ts'
import type { NeedForChange } from '../store.ts'

/** The columns of an owner: a colleague of the need's or the sender's station, who has it in hand; nobody, and it is open again. */
export async function findOwner(work: Work, { fact }: NeedForChange, owner: string | null) {
  if (owner === null) return { owner: null, owner_name: null, state: 'open' as const }
  const colleague = (await findColleague(work, owner, fact.station)) ?? (work.actor.station ? await findColleague(work, owner, work.actor.station) : undefined)
  if (!colleague) throw new Refusal('worker.not-here')
  return { owner: colleague.id, owner_name: colleague.name, state: 'in-hand' as const }
}
