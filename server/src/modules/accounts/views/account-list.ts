import { sql } from 'kysely'
import type { AccountFilter, AccountPage, GivingRules, HeldPost } from '#api/accounts.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Work } from '#server/platform/work.ts'
import { rolesToGive } from '../rules/giving.ts'
import { accountByReach, networkByReach, networkInReach } from '#server/platform/database/index.ts'
import { daysAfter, LIMITS } from '../rules/limits.ts'

interface Row { id: string; version: number; name: string; signInName: string; phoneMask: string | null; place: number; placeName: string; state: 'active' | 'closed'; closedWhy: string | null; signedInAt: Date | null; dormant: boolean }

/** Accounts in reach by place and name, each with the posts in reach. */
export async function listAccounts(work: Work, filter: AccountFilter): Promise<AccountPage> {
  const { tx, now, actor } = work
  const after = readCursor(filter.after)
  const quiet = sql`(a.state = 'active' and l.quiet_since < ${daysAfter(now, -LIMITS.dormantDays)})`
  const conditions = [
    accountByReach(actor, 'a'),
    after && sql`(a.place, a.name, a.id) > (${after.place}::int8, ${after.name}, ${after.id}::uuid)`,
    filter.state && sql`a.state = ${filter.state}`,
    filter.name && sql`strpos(a.name, ${filter.name}) > 0`,
    filter.station && sql`exists (select from post p where p.account = a.id and ${networkInReach(actor, 'p')} and p.station = ${filter.station}::uuid and p.ended_at is null)`,
    filter.role && sql`exists (select from post p where p.account = a.id and ${networkInReach(actor, 'p')} and p.role = ${filter.role} and p.ended_at is null)`,
    filter.dormantOnly && quiet,
  ].filter((condition) => condition !== undefined && condition !== false && condition !== '')
  const { rows } = await sql<Row>`
    select a.id, a.version, a.name, a.sign_in_name as "signInName", a.phone_mask as "phoneMask", a.place, coalesce(p.name, '') as "placeName", a.state,
      a.closed_why as "closedWhy", l.signed_in_at as "signedInAt", coalesce(${quiet}, false) as dormant
    from account a left join place p on p.code = a.place left join app.last_sign_ins() l on l.account = a.id
    ${conditions.length > 0 ? sql`where ${sql.join(conditions, sql` and `)}` : sql``}
    order by a.place, a.name, a.id limit ${filter.limit + 1}`.execute(tx)
  const page = rows.slice(0, filter.limit)
  const posts = await postsOf(work, page.map(({ id }) => id))
  const last = rows.length > filter.limit ? page.at(-1) : undefined
  return {
    rows: page.map((row) => ({ ...row, signedInAt: row.signedInAt?.toISOString() ?? null, posts: posts.get(row.id) ?? [] })),
    next: last ? Buffer.from(JSON.stringify([last.place, last.name, last.id])).toString('base64url') : null,
  }
}

async function postsOf({ tx, today, actor }: Work, accounts: string[]): Promise<Map<string, HeldPost[]>> {
  if (accounts.length === 0) return new Map()
  const { rows } = await sql<Omit<HeldPost, 'reach'> & { account: string; reach: number[]; reachNames: string[] }>`
    select p.account, p.id, p.version, p.role, p.title, p.place, coalesce(l.name, '') as "placeName", p.station, s.name as "stationName", p.reach,
      array(select coalesce(r.name, '') from generate_series(1, array_length(p.reach, 1), 2) n left join place r on r.code = p.reach[n] order by n) as "reachNames",
      p.from_on as "fromOn", p.until_on as "untilOn", (p.ended_at is not null or coalesce(p.until_on < ${today}::date, false)) as ended
    from post p left join place l on l.code = p.place left join station s on s.id = p.station and ${networkInReach(actor, 's')}
    where p.account = any (${accounts}::uuid[]) and (${networkInReach(actor, 'p')} or p.account = ${actor.account}::uuid) order by p.from_on desc, p.id`.execute(tx)
  const byAccount = new Map<string, HeldPost[]>()
  for (const { account, reach, reachNames, ...post } of rows) {
    const ranges = reachNames.map((name, i) => ({ from: reach[2 * i]!, to: reach[2 * i + 1]!, name }))
    byAccount.set(account, [...(byAccount.get(account) ?? []), { ...post, reach: ranges }])
  }
  return byAccount
}

function readCursor(after: string | undefined): { place: number; name: string; id: string } | undefined {
  if (after === undefined) return undefined
  try {
    const [place, name, id] = JSON.parse(Buffer.from(after, 'base64url').toString()) as [number, string, string]
    if (Number.isSafeInteger(place) && typeof name === 'string' && /^[0-9a-f-]{36}$/.test(id)) return { place, name, id }
  } catch { /* no cursor of ours */ }
  throw new Refusal('request.malformed', { where: 'after' })
}

const MOST_STATIONS = 1_000

/** The roles the asker may give, and the open stations in reach; a head sees the own one and its rooms. */
export async function viewGiving({ tx, actor }: Work): Promise<GivingRules> {
  const stations = tx.selectFrom('station').select(['id', 'name', 'tier', 'place']).where('closed_on', 'is', null).where(networkByReach(actor, 'station')).orderBy('place').orderBy('tier').limit(MOST_STATIONS)
  const own = actor.role !== 'station_head' ? stations : stations.where((is) => is.or([is('id', '=', actor.station), is('guided_by', '=', actor.station)]))
  const rows = await own.execute()
  return { roles: [...rolesToGive(actor.role)], stations: rows.map((row) => ({ ...row, tier: row.tier as GivingRules['stations'][number]['tier'] })) }
}
