import type { CircleChoices } from '#api/residents.ts'
import { networkInReach } from '#server/platform/database/index.ts'
import type { Work } from '#server/platform/work.ts'
import { requireFile } from '../actions/require-file.ts'

/** Who may be taken into the circle of a file: everybody at its station who sees names today, and the asking post itself. */
export async function listCircleChoices(work: Work, id: string): Promise<CircleChoices> {
  const { tx, actor, today } = work
  const file = await requireFile(work, id)
  const rows = await tx.selectFrom('post as p').innerJoin('account as a', 'a.id', 'p.account').innerJoin('role as r', 'r.key', 'p.role')
    .select(['p.id as post', 'p.title', 'a.name', 'p.role']).where('r.people', '=', 'full').where('a.state', '=', 'active').where('p.cell', '=', file.cell)
    .where((where) => where.or([where('p.station', '=', file.station), where('p.id', '=', actor.post)])).where(networkInReach(actor, 'p'))
    .where('p.from_on', '<=', today).where((where) => where.or([where('p.until_on', 'is', null), where('p.until_on', '>=', today)]))
    .orderBy('a.name').orderBy('p.id').limit(200).execute()
  return { rows }
}
