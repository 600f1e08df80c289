import type { Saved } from '#api/common.ts'
import type { KeepNeed } from '#api/needs.ts'
import type { Work } from '#server/platform/work.ts'
import { moveNeed } from './move-need.ts'

/** 留待立案: stays open, is nobody's daily business, and waits for a case. */
export async function keepNeed(work: Work, id: string, { version, measure }: KeepNeed): Promise<Saved> {
  return moveNeed(work, id, version, 'not-closed', () => ({ state: 'kept', ...(measure !== undefined && { measure: measure || null }) }))
}
