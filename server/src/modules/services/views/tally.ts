import { sql } from 'kysely'
import { SERVES } from '#api/roles.ts'
import type { Colleagues, TallyQuery, TallyRows, TallyRowsQuery, TallyView } from '#api/tallies.ts'
import { standardsOn } from '#server/modules/standards/index.ts'
import { accountInReach, networkByReach, networkInReach, peopleInReach } from '#server/platform/database/index.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Work } from '#server/platform/work.ts'

const MOST = 300

/** Whom a form may name: colleagues in reach whose post is to serve. */
export async function listColleagues({ tx, actor, today }: Work): Promise<Colleagues> {
  const found = await sql<Colleagues['rows'][number]>`
    select distinct on (a.id) a.id, a.name, coalesce(t.name, '') as station from post p join account a on a.id = p.account and a.state = 'active' and ${accountInReach(actor, 'a')}
    left join station t on t.id = p.station and ${networkInReach(actor, 't')}
    where ${networkByReach(actor, 'p')} and p.role = any (${[...SERVES]}::text[]) and p.role not in ('village_cadre', 'child_director') and p.ended_at is null and p.from_on <= ${today}::date and (p.until_on is null or p.until_on >= ${today}::date)
    order by a.id, p.place limit ${MOST}`.execute(tx)
  return { rows: found.rows.sort((a, b) => a.station.localeCompare(b.station, 'zh') || a.name.localeCompare(b.name, 'zh')) }
}

async function requireTally(work: Work, method: string) {
  const found = (await standardsOn(work, work.actor.place, work.today)).methods().find(({ key }) => key === method)
  if (!found?.tally) throw new Refusal('service.method-unknown')
  return found.tally
}

/** Sums of each colleague whom forms in reach name, and how many write them to how many serve. */
export async function showTally(work: Work, { method, from, to }: TallyQuery): Promise<TallyView> {
  const { form, by, sum } = await requireTally(work, method)
  const { tx, actor } = work
  const { rows: colleagues } = await listColleagues(work)
  const found = (await sql<{ account: string; times: number; sum: number }>`
    select b.text_value::uuid as account, count(*)::int4 as times, coalesce(sum(m.int_value), 0)::int4 as sum
    from service_form f join form_answer b on b.form = f.id and b.cell = f.cell and b.field = ${by} and ${peopleInReach(actor, 'b')}
    left join form_answer m on m.form = f.id and m.cell = f.cell and m.field = ${sum} and m.position = 0 and ${peopleInReach(actor, 'm')}
    where f.form = ${form} and f.voided_at is null and f.filled_on between ${from}::date and ${to}::date and ${peopleInReach(actor, 'f')} group by 1`.execute(tx)).rows
  const writers = (await sql<{ n: number }>`
    select count(distinct f.worker)::int4 as n from service_form f where f.form = ${form} and f.voided_at is null and f.filled_on between ${from}::date and ${to}::date and ${peopleInReach(actor, 'f')}`.execute(tx)).rows[0]!.n
  const known = new Map(colleagues.map((one) => [one.id, one]))
  const rows = found.flatMap(({ account, ...line }) => { const one = known.get(account); return one ? [{ account, name: one.name, station: one.station, ...line }] : [] })
  return { rows: rows.sort((a, b) => b.sum - a.sum || a.name.localeCompare(b.name, 'zh')), others: colleagues.length - rows.length, colleagues: colleagues.length, writers }
}

/** The forms behind one sum, latest first. */
export async function listTallyRows(work: Work, { method, from, to, account }: TallyRowsQuery): Promise<TallyRows> {
  const { form, by, sum } = await requireTally(work, method)
  const { tx, actor } = work
  return { rows: (await sql<TallyRows['rows'][number]>`
    select s.id as service, s.title, s.number, f.filled_on as "on", coalesce(m.int_value, 0)::int4 as sum, f.worker_name as "workerName"
    from service_form f join service s on s.id = f.service and s.cell = f.cell and ${peopleInReach(actor, 's')} join form_answer b on b.form = f.id and b.cell = f.cell and b.field = ${by} and b.text_value = ${account} and ${peopleInReach(actor, 'b')}
    left join form_answer m on m.form = f.id and m.cell = f.cell and m.field = ${sum} and m.position = 0 and ${peopleInReach(actor, 'm')}
    where f.form = ${form} and f.voided_at is null and f.filled_on between ${from}::date and ${to}::date and ${peopleInReach(actor, 'f')} order by f.filled_on desc, f.id desc limit 200`.execute(tx)).rows }
}
