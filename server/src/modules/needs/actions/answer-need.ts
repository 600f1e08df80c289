import type { Saved } from '#api/common.ts'
import type { AnswerNeed } from '#api/needs.ts'
import type { Work } from '#server/platform/work.ts'
import { moveNeed } from './move-need.ts'
import { sealOutcome } from './seal-outcome.ts'

/** 现场答复: met while it was asked, by whoever was asked. */
export async function answerNeed(work: Work, id: string, { version, words, measure }: AnswerNeed): Promise<Saved> {
  return moveNeed(work, id, version, 'not-closed', async (found) => ({
    state: 'closed', outcome: 'met', answer: 'on-the-spot', closed_on: work.today, owner: work.actor.account, owner_name: work.actor.accountName,
    ...(measure !== '' && { measure }), ...(await sealOutcome(work, found, words)),
  }))
}
