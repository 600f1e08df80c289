import type { ReassignMany } from '#api/duties.ts'
import { checkCode, findColleague } from '#server/modules/records/index.ts'
import { standardsOn } from '#server/modules/standards/index.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Work } from '#server/platform/work.ts'
import { checkVersions } from '../rules/check-versions.ts'
import { findDutiesForChange, giveTo, listDutiesOf } from '../store/duties.ts'

/** 改派: gives items to a colleague of their station: named ones, or everything open of one who leaves. */
export async function reassignDuties(work: Work, { rows, from, worker, why }: ReassignMany): Promise<{ saved: number }> {
  checkCode(await standardsOn(work, work.actor.place, work.today), 'reassign-reason', 'why', why)
  const duties = rows ? await findDutiesForChange(work, rows.map(({ id }) => id)) : await leavings(work, from!)
  if (rows) checkVersions(rows, duties)
  for (const station of new Set(duties.map((duty) => duty.station))) {
    if (!(await findColleague(work, worker, station))) throw new Refusal('worker.not-here')
  }
  if (duties.length > 0) await giveTo(work, duties.map(({ id }) => id), worker, why)
  return { saved: duties.length }
}

async function leavings(work: Work, from: string) {
  if (work.actor.station === null) throw new Refusal('post.may-not')
  return listDutiesOf(work, from, work.actor.station)
}
