import type { ChecksPage, ChecksQuery } from '#api/emergency.ts'
import type { Work } from '#server/platform/work.ts'
import { requireEvent } from '../views/events.ts'
import { admitChecks, listChecks } from '../views/rows.ts'

/** The list of an event, with the protected people of one's own circles. */
export async function listToCheck(work: Work, event: string, query: ChecksQuery): Promise<ChecksPage> {
  await requireEvent(work, event)
  await admitChecks(work, event)
  return listChecks(work, event, query)
}
