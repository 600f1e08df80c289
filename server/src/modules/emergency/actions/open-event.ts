import { createHash } from 'node:crypto'
import type { EventOpened, OpenEvent } from '#api/emergency.ts'
import { checkCode } from '#server/modules/records/index.ts'
import { standardsOn } from '#server/modules/standards/index.ts'
import { requirePlaceInReach } from '#server/platform/database/index.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Work } from '#server/platform/work.ts'
import { spanOf } from '../rules/area.ts'
import { soughtOf } from '../rules/groups.ts'
import { addEvent, findOwnEvent, listToCheck } from '../store.ts'
import { countEvents, sumOf } from '../views/events.ts'

const EARLIEST_MS = 7 * 86_400_000

/** 启动应急: the event, and in the same moment the frozen list of everybody who has to be asked after. Sent again it changes nothing. */
export async function openEvent(work: Work, id: string, input: OpenEvent): Promise<EventOpened> {
  const digest = createHash('sha256').update(JSON.stringify(input)).digest()
  const earlier = await findOwnEvent(work, id)
  if (earlier) {
    if (!earlier.digest.equals(digest)) throw new Refusal('event.changed-since')
    return { id, version: earlier.version, listed: sumOf(await countEvents(work, [id])).all }
  }
  await requirePlaces(work, input.area)
  const begun = input.begunAt === undefined ? work.now.getTime() : new Date(input.begunAt).getTime()
  if (begun > work.now.getTime() || begun < work.now.getTime() - EARLIEST_MS) throw new Refusal('event.in-the-future')
  const span = spanOf(input.area)
  requirePlaceInReach(work.actor, span.place)
  requirePlaceInReach(work.actor, span.to)
  const standards = await standardsOn(work, span.place, work.today)
  checkCode(standards, 'emergency-kind', 'kind', input.kind)
  checkCode(standards, 'emergency-level', 'level', input.level)
  const sought = soughtOf(standards, input.groups, work.today)
  await addEvent(work, id, span, input, digest)
  return { id, version: 1, listed: await listToCheck(work, id, sought) }
}

async function requirePlaces({ tx, actor }: Work, area: readonly number[]): Promise<void> {
  for (const place of area) requirePlaceInReach(actor, place)
  const known = await tx.selectFrom('place').select('code').where('code', 'in', [...area]).execute()
  if (known.length < new Set(area).size) throw new Refusal('place.not-found')
}
