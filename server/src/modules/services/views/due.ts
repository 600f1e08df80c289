import { sql, type RawBuilder } from 'kysely'
import { OFFICES, VILLAGERS } from '#api/roles.ts'
import type { DueServices } from '#api/services.ts'
import { standardsOfPlaces } from '#server/modules/standards/index.ts'
import { kept, networkInReach, peopleInReach } from '#server/platform/database/index.ts'
import type { Work } from '#server/platform/work.ts'
import { formsToRead } from '../rules/asked-forms.ts'
import { waysOfOffice } from '../store/offices.ts'
import { wordsOfGap } from '../rules/standing.ts'
import { filledForms } from './filled.ts'
import { titleOfClock } from './parts.ts'
import { admitAsked, admitCircles, inHouse, ofHouse } from './rows.ts'

const MOST = 50
/** A clock is shown this long before it is due. */
const AHEAD_HOURS = 72

/** 今天 of the services. Clocks name nobody whose service this post may not open. */
export async function dueServices(work: Work): Promise<DueServices> {
  if (isOffice(work)) return { clocks: await dueClocks(work), approvals: [], offered: [], counts: { ...(await countClocks(work)), waiting: 0, gaps: 0, offered: 0 } }
  if (work.actor.role === 'agency_manager') {
    await admitAsked(work)
    const approvals = (await waitingApprovals(work)).map((one) => ({ ...one, forms: one.forms.filter(({ person, record }) => person === null && record === null) }))
    return { clocks: [], approvals, offered: [], counts: { due: 0, overdue: 0, waiting: approvals.length, gaps: 0, offered: 0 } }
  }
  await admitCircles(work)
  const [clocks, approvals, offered] = [await dueClocks(work), await waitingApprovals(work), await offeredHere(work)]
  return { clocks, approvals, offered, counts: await countsOf(work) }
}

const isVillager = ({ actor }: Work) => (VILLAGERS as readonly string[]).includes(actor.role)
const isOffice = ({ actor }: Work) => (OFFICES as readonly string[]).includes(actor.role)
/** Whose clocks a post looks at: a worker and a village's post his own, a head her station's and its rooms', a general station its county's; an office those it has been told of. */
const mine = (work: Work) => {
  const { actor, now } = work
  if (isOffice(work)) return sql`exists (select 1 from jsonb_array_elements(c.tells) t where (t ->> 'at')::timestamptz <= ${now} and jsonb_exists(t -> 'who', ${actor.role}))`
  return actor.role === 'worker' || isVillager(work) ? sql`c.worker = ${actor.account}` : actor.role === 'station_head' ? ofHouse(work, 'c') : sql`true`
}
/** What an office was told of stands there however far off its end is. */
const soon = (work: Work) => (isOffice(work) ? sql`true` : sql`c.due_at <= ${new Date(work.now.getTime() + AHEAD_HOURS * 3_600_000)}`)

async function dueClocks(work: Work): Promise<DueServices['clocks']> {
  const { tx, actor, now } = work
  // An office learns of the kind and the station, and of no person.
  const named = isOffice(work) ? sql`false` : peopleInReach(actor, 's')
  const ways = await waysOfOffice(work)
  const rows = (await sql<Omit<DueServices['clocks'][number], 'title' | 'methodTitle' | 'dueAt' | 'overdue'> & { method: string; place: number; due: Date }>`${kept}
    select c.id, c.service, c.key, c.remind_minutes is not null as urgent, c.station, t.name as "stationName", c.method, c.place, c.due_at as due, c.worker = ${actor.account} as mine, coalesce(nullif(s.title, ''), f.name, '') as name
    from (select c.* from clock c where c.done_at is null and ${soon(work)} and ${networkInReach(actor, 'c')} and ${mine(work)} order by c.due_at, c.id limit ${sql.lit(MOST)}) c
    join station t on t.id = c.station and ${networkInReach(actor, 't')} left join service s on s.id = c.service and ${named}
    left join resident_file f on f.id = s.client and ${peopleInReach(actor, 'f')} order by c.due_at, c.id`.execute(tx)).rows
  const known = await standardsOfPlaces(work, [...new Set(rows.map(({ place }) => place))], work.today)
  return rows.map(({ method: key, place, due, mine: own, ...row }) => {
    const method = known.get(place)?.methods().find((one) => one.key === key)
    return { ...row, mine: own || (ways?.includes(key) ?? false), title: titleOfClock(method, row.key), methodTitle: method?.title ?? { zh: key }, dueAt: due.toISOString(), overdue: due < now }
  })
}

interface Waiting { id: string; version: number; service: string; key: string; note: string; askedAt: Date; askedByName: string; method: string; place: number; number: string | null; gaps: string[]; name: string }

/** What waits for the word of this post, with what it must know: one tap approves. */
async function waitingApprovals(work: Work): Promise<DueServices['approvals']> {
  const { tx, actor } = work
  const here = actor.station === null || actor.role.startsWith('general_') ? sql`true` : inHouse(work, 'a')
  const rows = (await sql<Waiting>`${kept}
    select w.id, w.version, w.service, w.key, w.note, w.asked_at as "askedAt", w.asked_by_name as "askedByName", s.method, s.place, s.number, s.gaps, coalesce(nullif(s.title, ''), f.name, '') as name
    from (select a.* from approval a where a.decision is null and ${actor.role} = any (a.asked_of) and a.asked_by <> ${actor.account} and ${peopleInReach(actor, 'a')} and ${here} order by a.asked_at limit ${sql.lit(MOST)}) w
    join service s on s.id = w.service and ${peopleInReach(actor, 's')} left join resident_file f on f.id = s.client and ${peopleInReach(actor, 'f')} order by w.asked_at`.execute(tx)).rows
  const known = await standardsOfPlaces(work, [...new Set(rows.map(({ place }) => place))], work.today)
  const mine = rows.flatMap(({ method: key, ...row }) => {
    const standards = known.get(row.place)!
    const method = standards.methods().find((one) => one.key === key)
    const approval = method?.approvals.find((one) => one.key === row.key)
    return method && approval ? [{ ...row, standards, method, title: approval.title, read: method.stages.find((stage) => stage.key === approval.stage)?.forms.map(({ form }) => form) ?? [] }] : []
  })
  if (mine.length === 0) return []
  const filled = await filledForms(work, mine.map(({ service }) => service), mine[0]!.standards)
  return mine.map(({ standards, method, place: _, askedAt, gaps, read, ...row }) => ({
    ...row, methodTitle: method.title, askedAt: askedAt.toISOString(), forms: formsToRead(filled.filter(({ service }) => service === row.service), read).map(({ service: __, ...form }) => form),
    gaps: gaps.filter((gap) => !gap.endsWith(`/${row.key}`)).map((gap) => wordsOfGap({ method, form: (form) => standards.form(form) }, gap)),
  }))
}

async function offeredHere(work: Work): Promise<DueServices['offered']> {
  const { tx, actor } = work
  const rows = (await sql<{ id: string; method: string; place: number; name: string; sent: Date; due: Date }>`${kept}
    select s.id, s.method, s.place, o.station_name as name, o.sent_at as sent, o.reply_due_at as due from service s, lateral app.offered_from(array[s.id]) o
    where s.state = 'offered' and s.station = ${actor.station} and ${peopleInReach(actor, 's')} order by o.reply_due_at limit ${sql.lit(MOST)}`.execute(tx)).rows
  const known = await standardsOfPlaces(work, [...new Set(rows.map(({ place }) => place))], work.today)
  return rows.map(({ id, method, place, name, sent, due }) => ({
    id, service: id, methodTitle: known.get(place)?.methods().find(({ key }) => key === method)?.title ?? { zh: method }, fromStationName: name, urgent: due.getTime() - sent.getTime() <= 86_400_000,
    sentAt: sent.toISOString(), replyDueAt: due.toISOString(),
  }))
}

/** How many clocks this post looks at, before anything is joined. */
const inClocks = (work: Work, which: RawBuilder<unknown>) => sql`(select count(*)::int4 from clock c where c.done_at is null and ${soon(work)} and ${which} and ${networkInReach(work.actor, 'c')} and ${mine(work)})`

const countClocks = async (work: Work): Promise<Pick<DueServices['counts'], 'due' | 'overdue'>> =>
  (await sql<Pick<DueServices['counts'], 'due' | 'overdue'>>`${kept}select ${inClocks(work, sql`true`)} as due, ${inClocks(work, sql`c.due_at < ${work.now}`)} as overdue`.execute(work.tx)).rows[0]!

async function countsOf(work: Work): Promise<DueServices['counts']> {
  const { tx, actor, now } = work
  const own = actor.role === 'worker' || isVillager(work) ? sql`s.worker = ${actor.account}` : actor.station === null || actor.role.startsWith('general_') ? sql`true` : inHouse(work, 's')
  const found = (await sql<DueServices['counts']>`${kept}
    select ${inClocks(work, sql`true`)} as due, ${inClocks(work, sql`c.due_at < ${now}`)} as overdue,
      count(*) filter (where s.state = 'open' and s.waiting)::int4 as waiting, count(*) filter (where s.state = 'open' and s.gaps <> '{}')::int4 as gaps, count(*) filter (where s.state = 'offered')::int4 as offered
    from service s where s.state in ('open', 'offered') and ${peopleInReach(actor, 's')} and ${own}`.execute(tx)).rows[0]!
  return found
}
