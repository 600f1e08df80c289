import { type RawBuilder, sql } from 'kysely'
import type { Evaluators, SpotCheckList, SpotCheckRow, SpotCheckView } from '#api/contracts.ts'
import { accountInReach, networkInReach } from '#server/platform/database/index.ts'
import type { Work } from '#server/platform/work.ts'

/** An evaluator's samples are those of his post. */
const seen = ({ actor }: Work): RawBuilder<boolean> => sql<boolean>`${networkInReach(actor, 's')} and ${actor.role === 'evaluator' ? sql`s.post = ${actor.post}::uuid` : sql`true`}`

async function readRows(work: Work, which: RawBuilder<boolean>): Promise<SpotCheckRow[]> {
  const { tx, actor, now } = work
  const found = await sql<SpotCheckRow & { drawnAt: Date; opensUntil: Date }>`
    select s.id, s.contract, s.from_on as "from", s.until_on as until, s.share, s.drawn, s.total, coalesce(a.name, '') as "evaluatorName", s.drawn_at as "drawnAt",
      s.opens_until as "opensUntil", s.opens_until > ${now} as open
    from spot_check s left join post p on p.id = s.post and ${networkInReach(actor, 'p')} left join account a on a.id = p.account and ${accountInReach(actor, 'a')}
    where ${which} and ${seen(work)} order by s.drawn_at desc, s.id limit 50`.execute(tx)
  return found.rows.map((row) => ({ ...row, drawnAt: row.drawnAt.toISOString(), opensUntil: row.opensUntil.toISOString() }))
}

/** What was drawn of a contract, newest first. */
export const listSpotChecks = async (work: Work, contract: string): Promise<SpotCheckList> => ({ rows: await readRows(work, sql<boolean>`s.contract = ${contract}::uuid`) })

/** One sample with its lines: which fact of which station and day. Whom it is about is read where it is opened. */
export async function viewSpotCheck(work: Work, id: string): Promise<SpotCheckView | undefined> {
  const [row] = await readRows(work, sql<boolean>`s.id = ${id}::uuid`)
  if (!row) return undefined
  const lines = await sql<SpotCheckView['lines'][number]>`
    select l.position, l.kind, l.subject, coalesce(st.name, '') as "stationName", l.day_on as day
    from spot_check_line l left join station st on st.id = l.station and ${networkInReach(work.actor, 'st')}
    where l.spot_check = ${id}::uuid and ${networkInReach(work.actor, 'l')} order by l.position`.execute(work.tx)
  return { ...row, lines: lines.rows }
}

/** Evaluators in reach whose post is held today. */
export async function listEvaluators({ tx, actor, today }: Work): Promise<Evaluators> {
  const found = await sql<Evaluators['rows'][number]>`
    select p.id as post, a.name, p.title from post p join account a on a.id = p.account and ${accountInReach(actor, 'a')}
    where p.role = 'evaluator' and p.ended_at is null and p.from_on <= ${today}::date and (p.until_on is null or p.until_on >= ${today}::date) and ${networkInReach(actor, 'p')}
    order by a.name, p.id limit 200`.execute(tx)
  return { rows: found.rows }
}
