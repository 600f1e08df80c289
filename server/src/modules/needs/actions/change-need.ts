import type { Saved } from '#api/common.ts'
import type { ChangeNeed } from '#api/needs.ts'
import { checkCode, checkItem, requireOpenMonth } from '#server/modules/records/index.ts'
import { standardsOn } from '#server/modules/standards/index.ts'
import type { Work } from '#server/platform/work.ts'
import { dueOnOf } from '../rules/need.ts'
import { findOwner } from './find-owner.ts'
import { moveNeed } from './move-need.ts'

/** Gives a need its item, urgency, measure, answer, owner, day and actors; what is left out stays. With an owner it is in hand. */
export async function changeNeed(work: Work, id: string, input: ChangeNeed): Promise<Saved> {
  return moveNeed(work, id, input.version, 'not-closed', async (found) => {
    const { fact } = found
    const standards = await standardsOn(work, fact.place, fact.foundOn)
    if (input.urgency !== undefined) checkCode(standards, 'need-urgency', 'urgency', input.urgency)
    for (const actor of input.actors ?? []) checkCode(standards, 'actor', 'actors', actor)
    if (input.item !== undefined && input.item !== fact.item) {
      checkItem(standards, input.item)
      // The item of a reported month is a reported figure.
      await requireOpenMonth(work, fact.station, fact.foundOn)
    }
    const dueAnew = input.urgency !== undefined && input.urgency !== fact.urgency ? dueOnOf(standards, input.urgency, fact.foundOn) : undefined
    const dueOn = input.dueOn === undefined ? dueAnew : input.dueOn
    return {
      ...(input.item !== undefined && { item: input.item }), ...(input.urgency !== undefined && { urgency: input.urgency }),
      ...(input.measure !== undefined && { measure: input.measure || null }), ...(input.answer !== undefined && { answer: input.answer }),
      ...(input.actors !== undefined && { actors: [...new Set(input.actors)] }), ...(dueOn !== undefined && { due_on: dueOn }),
      ...(input.owner !== undefined && (await findOwner(work, found, input.owner))),
    }
  })
}
