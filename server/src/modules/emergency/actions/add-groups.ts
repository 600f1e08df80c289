import type { AddGroups, EventOpened } from '#api/emergency.ts'
import { standardsOn } from '#server/modules/standards/index.ts'
import type { Work } from '#server/platform/work.ts'
import { soughtOf } from '../rules/groups.ts'
import { listToCheck, setEvent } from '../store.ts'
import { requireOpenEvent } from './require-open-event.ts'

/** Further groups are put on the list; who is there already stays as he is. */
export async function addGroups(work: Work, id: string, { version, groups }: AddGroups): Promise<EventOpened> {
  const event = await requireOpenEvent(work, id, version)
  const sought = soughtOf(await standardsOn(work, event.place, work.today), groups, work.today)
  const listed = await listToCheck(work, id, sought)
  await setEvent(work, id, version, { groups: [...new Set([...event.groups, ...groups])] })
  return { id, version: version + 1, listed }
}
