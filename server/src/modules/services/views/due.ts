import { sql } from 'kysely'
import type { DueServices } from '#api/services.ts'
import { standardsOfPlaces } from '#server/modules/standards/index.ts'
import { networkInReach, peopleInReach } from '#server/platform/database/index.ts'
import type { Work } from '#server/platform/work.ts'
import { judgeOf, readFacts } from '../store/facts.ts'
import { gapsOf } from '../rules/standing.ts'
import type { ServiceRowOfTable } from '../store/services.ts'
import { filledForms } from './filled.ts'
import { titleOfClock } from './parts.ts'
import { admitCircles } from './rows.ts'

const MOST = 50
/** A clock is shown this long before it is due. */
const AHEAD_HOURS = 72

/** 今天 of the services. Clocks name nobody whose service this post may not open. */
export async function dueServices(work: Work): Promise<DueServices> {
  await admitCircles(work)
  const [clocks, approvals, offered] = [await dueClocks(work), await waitingApprovals(work), await offeredHere(work)]
  return { clocks, approvals, offered, counts: await countsOf(work) }
}

/** Whose clocks a post looks at: a worker his own, a head his station's, a general station its county's. */
const mine = ({ actor }: Work) => (actor.role === 'worker' ? sql`c.worker = ${actor.account}` : actor.role === 'station_head' ? sql`c.station = ${actor.station}` : sql`true`)
const horizon = (now: Date) => new Date(now.getTime() + AHEAD_HOURS * 3_600_000)

async function dueClocks(work: Work): Promise<DueServices['clocks']> {
  const { tx, actor, now } = work
  const rows = (await sql<Omit<DueServices['clocks'][number], 'title' | 'methodTitle' | 'dueAt' | 'overdue'> & { method: string; place: number; due: Date }>`
    select c.id, c.service, c.key, c.station, t.name as "stationName", c.method, c.place, c.due_at as due, c.worker = ${actor.account} as mine,
      coalesce((select coalesce(nullif(s.title, ''), f.name) from service s left join resident_file f on f.id = s.client and ${peopleInReach(actor, 'f')} where s.id = c.service and ${peopleInReach(actor, 's')}), '') as name
    from clock c join station t on t.id = c.station and ${networkInReach(actor, 't')}
    where c.done_at is null and c.due_at <= ${horizon(now)} and ${networkInReach(actor, 'c')} and ${mine(work)} order by c.due_at, c.id limit ${MOST}`.execute(tx)).rows
  const known = await standardsOfPlaces(work, [...new Set(rows.map(({ place }) => place))], work.today)
  return rows.map(({ method: key, place, due, ...row }) => {
    const method = known.get(place)?.methods().find((one) => one.key === key)
    return { ...row, title: titleOfClock(method, row.key), methodTitle: method?.title ?? { zh: key }, dueAt: due.toISOString(), overdue: due < now }
  })
}

/** What waits for the word of this post, with what it must know: one tap approves. */
async function waitingApprovals(work: Work): Promise<DueServices['approvals']> {
  const { tx, actor } = work
  const rows = await tx.selectFrom('approval as a').selectAll('a').where('a.decision', 'is', null).where(peopleInReach(actor, 'a')).where('a.asked_by', '<>', actor.account)
    .$if(actor.station !== null && !actor.role.startsWith('general_'), (query) => query.where((eb) => eb.or([eb('a.station', '=', actor.station!), eb('a.protected', '=', true)])))
    .orderBy('a.asked_at').limit(MOST).execute()
  const shown: DueServices['approvals'] = []
  for (const a of rows) {
    const s = await tx.selectFrom('service as s').selectAll('s').where('s.id', '=', a.service).where(peopleInReach(actor, 's')).executeTakeFirst()
    if (!s) continue
    const judge = await judgeOf(work, s)
    const approval = judge.method.approvals.find(({ key }) => key === a.key)
    if (!approval?.by.includes(actor.role)) continue
    const { facts } = await readFacts(work, s, judge)
    shown.push({
      id: a.id, version: a.version, service: s.id, key: a.key, title: approval.title, methodTitle: judge.method.title, name: await nameOf(work, s), number: s.number, note: a.note, askedAt: a.asked_at.toISOString(),
      askedByName: a.asked_by_name, gaps: gapsOf(judge, facts).filter(({ key }) => key !== a.key).map(({ words }) => words), forms: (await filledForms(work, s.id, judge.standards)).slice(-12),
    })
  }
  return shown
}

async function nameOf({ tx, actor }: Work, s: ServiceRowOfTable): Promise<string> {
  if (s.title !== '' || s.client === null) return s.title
  return (await tx.selectFrom('resident_file as f').select('f.name').where('f.id', '=', s.client).where(peopleInReach(actor, 'f')).executeTakeFirst())?.name ?? ''
}

async function offeredHere(work: Work): Promise<DueServices['offered']> {
  const { tx, actor } = work
  const rows = (await sql<{ id: string; method: string; place: number; name: string; sent: Date; due: Date }>`
    select s.id, s.method, s.place, o.station_name as name, o.sent_at as sent, o.reply_due_at as due from service s, lateral app.offered_from(array[s.id]) o
    where s.state = 'offered' and s.station = ${actor.station} and ${peopleInReach(actor, 's')} order by o.reply_due_at limit ${MOST}`.execute(tx)).rows
  const known = await standardsOfPlaces(work, [...new Set(rows.map(({ place }) => place))], work.today)
  return rows.map(({ id, method, place, name, sent, due }) => ({
    id, service: id, methodTitle: known.get(place)?.methods().find(({ key }) => key === method)?.title ?? { zh: method }, fromStationName: name, urgent: due.getTime() - sent.getTime() <= 86_400_000,
    sentAt: sent.toISOString(), replyDueAt: due.toISOString(),
  }))
}

async function countsOf(work: Work): Promise<DueServices['counts']> {
  const { tx, actor, now } = work
  const own = actor.role === 'worker' ? sql`s.worker = ${actor.account}` : actor.station === null || actor.role.startsWith('general_') ? sql`true` : sql`s.station = ${actor.station}`
  const found = (await sql<DueServices['counts']>`
    select (select count(*)::int4 from clock c where c.done_at is null and c.due_at <= ${horizon(now)} and ${networkInReach(actor, 'c')} and ${mine(work)}) as due,
      (select count(*)::int4 from clock c where c.done_at is null and c.due_at < ${now} and ${networkInReach(actor, 'c')} and ${mine(work)}) as overdue,
      count(*) filter (where s.state = 'open' and s.waiting)::int4 as waiting, count(*) filter (where s.state = 'open' and s.gaps <> '{}')::int4 as gaps, count(*) filter (where s.state = 'offered')::int4 as offered
    from service s where s.state in ('open', 'offered') and ${peopleInReach(actor, 's')} and ${own}`.execute(tx)).rows[0]!
  return found
}
