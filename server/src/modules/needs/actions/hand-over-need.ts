import type { Saved } from '#api/common.ts'
import type { HandOverNeed } from '#api/needs.ts'
import { notify } from '#server/platform/notices/index.ts'
import type { Work } from '#server/platform/work.ts'
import { findOwner } from './find-owner.ts'
import { moveNeed } from './move-need.ts'

/** 转交: to a colleague of the station, who has it in hand from now on. */
export async function handOverNeed(work: Work, id: string, { version, owner, measure, dueOn }: HandOverNeed): Promise<Saved> {
  return moveNeed(work, id, version, 'not-closed', async (found) => {
    const owned = await findOwner(work, found, owner)
    await notify(work, { kind: 'need-handed', about: found.fact, to: { account: owner } })
    return { ...owned, ...(measure !== undefined && { measure: measure || null }), ...(dueOn !== undefined && { due_on: dueOn }) }
  })
}
