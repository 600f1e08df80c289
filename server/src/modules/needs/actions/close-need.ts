import type { Saved } from '#api/common.ts'
import type { CloseNeed } from '#api/needs.ts'
import { checkCode } from '#server/modules/records/index.ts'
import { standardsOn } from '#server/modules/standards/index.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Work } from '#server/platform/work.ts'
import type { NeedForChange } from '../store.ts'
import { moveNeed } from './move-need.ts'
import { sealOutcome } from './seal-outcome.ts'

/** 办结: met, partly met, or unmet with a reason from the list. */
export async function closeNeed(work: Work, id: string, { version, outcome, why, words, closedOn = work.today }: CloseNeed): Promise<Saved> {
  return moveNeed(work, id, version, 'not-closed', async (found) => {
    if (outcome === 'unmet' && why === undefined) throw new Refusal('need.reason-needed')
    checkClosingDay(found, closedOn, work.today)
    if (why !== undefined) checkCode(await standardsOn(work, found.fact.place, closedOn), 'need-unmet-reason', 'why', why)
    return { state: 'closed', outcome, unmet_why: outcome === 'met' ? null : why ?? null, closed_on: closedOn, ...(await sealOutcome(work, found, words)) }
  })
}

function checkClosingDay({ fact }: NeedForChange, closedOn: string, today: string): void {
  if (closedOn > today) throw new Refusal('record.in-the-future')
  if (closedOn < fact.foundOn) throw new Refusal('record.too-long-ago', { earliest: fact.foundOn })
}
