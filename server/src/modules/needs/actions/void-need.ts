import type { Saved } from '#api/common.ts'
import type { VoidNeed } from '#api/needs.ts'
import { requireOpenMonth } from '#server/modules/records/index.ts'
import type { Work } from '#server/platform/work.ts'
import { moveNeed } from './move-need.ts'

/** Takes a need out of all lists and figures, as written by mistake. It stays to be read. */
export async function voidNeed(work: Work, id: string, { version, why }: VoidNeed): Promise<Saved> {
  return moveNeed(work, id, version, 'any', async ({ fact }) => {
    await requireOpenMonth(work, fact.station, fact.foundOn)
    return { voided_at: work.now, void_why: why }
  })
}
