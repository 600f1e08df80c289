import { standardsOn } from '#server/modules/standards/index.ts'
import { peopleInReach } from '#server/platform/database/index.ts'
import type { Work } from '#server/platform/work.ts'
import { isForOffice, isHandlingOffice } from '../rules/openers.ts'

export const isHandler = ({ actor }: Work): boolean => isHandlingOffice(actor.role)

interface Looked { method: string; client: string | null; protected: boolean }
/** Whether this post, when it is an office's, may look at a service it reaches. */
export async function mayOfficeSee(work: Work, row: Looked): Promise<boolean> {
  const ways = await waysOfOffice(work)
  return ways === null || (row.client === null && !row.protected && ways.includes(row.method))
}

export async function mayOfficeSeeFormsOf(work: Work, service: string): Promise<boolean> {
  if (!isHandler(work)) return true
  const row = await work.tx.selectFrom('service as s').select(['s.method', 's.client', 's.protected']).where('s.id', '=', service).where(peopleInReach(work.actor, 's')).executeTakeFirst()
  return row !== undefined && mayOfficeSee(work, row)
}

/** Of all services an office sees those of these ways and no other; for everybody else there is no such list. */
export async function waysOfOffice(work: Work): Promise<string[] | null> {
  if (!isHandler(work)) return null
  return (await standardsOn(work, work.actor.place, work.today)).methods().filter((method) => isForOffice(method, work.actor.role)).map(({ key }) => key)
}
