import type { Saved } from '#api/common.ts'
import type { ReopenNeed } from '#api/needs.ts'
import type { Work } from '#server/platform/work.ts'
import { moveNeed } from './move-need.ts'

/** 重新打开: it was not settled after all. The figures take the outcome back; the history keeps it. */
export async function reopenNeed(work: Work, id: string, { version, why }: ReopenNeed): Promise<Saved> {
  return moveNeed(work, id, version, 'closed', ({ row }) => ({
    state: row.owner === null ? 'open' : 'in-hand', outcome: null, unmet_why: null, closed_on: null, confirmed_on: null, confirmed_by: null, confirmed_how: null, reopen_why: why,
  }))
}
