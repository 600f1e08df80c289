import type { Saved } from '#api/common.ts'
import type { SaveCover } from '#api/duties.ts'
import { checkCode, findColleague } from '#server/modules/records/index.ts'
import { standardsOn } from '#server/modules/standards/index.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Work } from '#server/platform/work.ts'
import { addCover, changeCoverEnd, findCover } from '../store/covers.ts'

/** Holiday cover: from a day to a day a colleague also sees the absent one's people. Afterwards only its last day can be moved. */
export async function saveCover(work: Work, id: string, input: SaveCover): Promise<Saved> {
  const { station } = work.actor
  if (station === null) throw new Refusal('post.may-not')
  if (input.untilOn < input.fromOn || input.absent === input.covering) throw new Refusal('cover.dates-wrong')
  const known = await findCover(work, id)
  if (known) {
    const same = known.absent === input.absent && known.covering === input.covering && known.from_on === input.fromOn && known.station === station
    if (same && known.until_on === input.untilOn) return { id, version: known.version }
    if (!same || input.version !== known.version) throw new Refusal('cover.changed-since')
    await changeCoverEnd(work, id, input.untilOn, known.version)
    return { id, version: known.version + 1 }
  }
  checkCode(await standardsOn(work, work.actor.place, work.today), 'reassign-reason', 'why', input.why)
  for (const who of [input.absent, input.covering]) if (!(await findColleague(work, who, station))) throw new Refusal('worker.not-here')
  await addCover(work, station, { id, ...input })
  return { id, version: 1 }
}
