import type { Saved } from '#api/common.ts'
import type { ConfirmNeed } from '#api/needs.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Work } from '#server/platform/work.ts'
import { moveNeed } from './move-need.ts'

/** 对象确认: the person, or who speaks for him, says how it ended is right. */
export async function confirmNeed(work: Work, id: string, { version, by, how, on = work.today }: ConfirmNeed): Promise<Saved> {
  return moveNeed(work, id, version, 'closed', ({ fact }) => {
    if (on > work.today) throw new Refusal('record.in-the-future')
    if (fact.closedOn !== null && on < fact.closedOn) throw new Refusal('record.too-long-ago', { earliest: fact.closedOn })
    return { confirmed_on: on, confirmed_by: by, confirmed_how: how }
  })
}
