import type { NeedView } from '#api/needs.ts'
import { letInto } from '#server/modules/records/index.ts'
import { leaveView } from '#server/platform/audit.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Work } from '#server/platform/work.ts'
import { findNeedView } from '../views/need-view.ts'

/** One need with its words and earlier states. Whoever reads the words leaves a trace. */
export async function openNeed(work: Work, id: string): Promise<NeedView> {
  const view = (await findNeedView(work, id)) ?? ((await letInto(work, 'need', id)) ? await findNeedView(work, id) : undefined)
  if (!view) throw new Refusal('need.not-found')
  if (work.actor.people === 'full') await leaveView(work, { subject: 'need', subjectId: id, rows: 1, digestOf: [id, view.version] })
  return view
}
