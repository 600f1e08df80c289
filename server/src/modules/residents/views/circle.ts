import { sql } from 'kysely'
import type { CircleChoices } from '#api/residents.ts'
import { networkInReach } from '#server/platform/database/index.ts'
import type { Work } from '#server/platform/work.ts'
import { requireFile } from '../actions/require-file.ts'

/**
 * Who may be taken into the circle of a file: everybody at its station who sees names today, and the asking post itself. And the colleagues of the
 * caller's whole reach, of whom some may be in conflict of interest; who is, only the circle of a protected file is told.
 */
export async function listCircleChoices(work: Work, id: string): Promise<CircleChoices> {
  const { tx, actor, today, now } = work
  const file = await requireFile(work, id)
  const all = await tx.selectFrom('post as p').innerJoin('account as a', 'a.id', 'p.account').innerJoin('role as r', 'r.key', 'p.role')
    .select(['p.id as post', 'p.title', 'a.name', 'p.role', 'p.station', 'p.account']).where('r.people', '=', 'full').where('a.state', '=', 'active').where('p.cell', '=', file.cell)
    .where(networkInReach(actor, 'p'))
    .where('p.from_on', '<=', today).where((where) => where.or([where('p.until_on', 'is', null), where('p.until_on', '>=', today)]))
    .orderBy((order) => order('p.station', '=', file.station), 'desc').orderBy('a.name').orderBy('p.id').limit(400).execute()
  const { rows: conflicts } = await sql<{ account: string; name: string; kind: CircleChoices['conflicts'][number]['kind'] }>`
    select account, name, kind from app.conflicts_of(${id}::uuid, ${now})`.execute(tx)
  const shown = all.map(({ post, title, name, role }) => ({ post, title, name, role }))
  const kindOf = new Map(conflicts.map(({ account, kind }) => [account, kind]))
  return {
    rows: shown.filter((_, at) => all[at]!.station === file.station || all[at]!.post === actor.post).slice(0, 200), colleagues: shown,
    conflicts: all.flatMap(({ post, account }) => (kindOf.has(account) ? [{ post, kind: kindOf.get(account)! }] : [])),
  }
}
