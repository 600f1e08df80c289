import type { StandardsQuery } from '#api/standards.ts'
import type { Work } from '#server/platform/work.ts'
import type { Standards } from '../rules/standards.ts'
import { standardsOn } from './resolve-here.ts'

/** The standards of the asked place and day, of the caller's own place today when nothing was asked. They are no secret. */
export async function askStandards(work: Work, { place = work.actor.place, date = work.today }: StandardsQuery): Promise<{ standards: Standards; place: number }> {
  return { standards: await standardsOn(work, place, date), place }
}
