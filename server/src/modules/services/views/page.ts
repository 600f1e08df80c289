import { sql } from 'kysely'
import type { ServiceView } from '#api/services.ts'
import type { Standards } from '#server/modules/standards/index.ts'
import { admit, networkInReach, peopleInReach } from '#server/platform/database/index.ts'
import type { Work } from '#server/platform/work.ts'
import { aboutReferral } from '../actions/refer-service.ts'
import { isAfterEnd } from '../rules/after-end.ts'
import { mayFillIn, mayLead } from '../rules/openers.ts'
import { closingGaps, gapsOf, type Judge, type ServiceFacts } from '../rules/standing.ts'
import { keptContacts, readFacts } from '../store/facts.ts'
import { isHandler } from '../store/offices.ts'
import { aboutService, type ServiceRowOfTable } from '../store/services.ts'
import { turnsOf } from '../store/turns.ts'
import { circleOf } from './circle.ts'
import { methodView } from './definitions.ts'
import { filledForms } from './filled.ts'
import { approvalsOf, clocksOf, goalsOf, peopleOf, samplesOf, sessionsOf } from './parts.ts'
import { resultsOf } from './results.ts'
import { selectServices, titled } from './rows.ts'

/** One service whole: stages with their forms and gaps, people, goals, approvals, clocks, the latest contacts, referrals, circle. */
export async function servicePage(work: Work, s: ServiceRowOfTable, judge: Judge & { standards: Standards }): Promise<ServiceView> {
  const { tx, actor, keys } = work
  const { method, standards } = judge
  await keys.ready(tx, [s.id])
  for (const { dossier } of (await sql<{ dossier: string }>`select dossier from app.circles_around(${s.id}::uuid, ${work.now})`.execute(tx)).rows) await admit(work, dossier)
  const { facts } = await readFacts(work, s, judge, keptContacts(s))
  const [row] = await titled(work, await selectServices(work, [peopleInReach(actor, 's'), sql`s.id = ${s.id}`], sql`s.id`, 1))
  const gaps = gapsOf(judge, facts)
  const sessionForm = method.session?.form ?? null
  const sessions = await sessionsOf(work, s, judge)
  const circle = await circleOf(work, s)
  const [office, may] = [isHandler(work), actor.writes && (s.state === 'open' || s.state === 'closed')]
  const resolved = standards.methods().find(({ key }) => key === s.method)!
  return {
    ...row!, ...(await linksOf(work, s)), ...(await peopleOf(work, s, judge)), words: s.words_sealed ? await keys.open(tx, s.id, s.words_sealed, aboutService(s.id, 'words')) : '', source: s.source, need: s.need, venue: s.venue,
    closeWords: s.close_words_sealed ? await keys.open(tx, s.id, s.close_words_sealed, aboutService(s.id, 'close')) : '', pack: s.pack, packVersion: s.pack_version,
    definition: methodView(standards, resolved, actor.role), stages: stagesOf(judge, facts, gaps, await filledForms(work, [s.id], standards), actor.role), goals: await goalsOf(work, s), approvals: await approvalsOf(work, s, judge),
    clocks: await clocksOf(work, s, judge), referrals: await referralsOf(work, s), lastSessions: sessions.rows, olderSessions: sessions.next, sessionForm,
    closeReasons: standards.codes(method.close.reasons).map(({ key, title }) => ({ key, title })), results: await resultsOf(work, s, method, standards), samples: method.sample ? await samplesOf(work, s) : [], becomes: s.state === 'open' && !office ? becomesOf(standards, method, facts) : null, circle, turns: await turnsOf(work, s, judge), mayCircle: may && s.state === 'open' && s.secret && circle.some(({ post }) => post === actor.post) && (s.worker === actor.account || ['station_head', 'general_supervisor'].includes(actor.role)), closeGaps: closingGaps(judge, facts),
    complete: gaps.length === 0 && closingGaps(judge, facts).length === 0, mayFill: may, mayLead: may && mayLead(method, actor.role), mayWrite: may && !office, mayReopen: actor.writes && !office && mayLead(method, actor.role) && (s.state === 'closed' || s.state === 'refused'),
  }
}

/** The words of the answer the method names, as they were given. */
function becomesOf(standards: Standards, { becomes }: Judge['method'], facts: ServiceFacts): ServiceView['becomes'] {
  if (!becomes) return null
  const { form, field, who } = becomes.words
  const answers = facts.forms.findLast((one) => one.form === form)?.answers ?? {}
  const text = (name: string | undefined) => (name !== undefined && typeof answers[name] === 'string' ? answers[name] : '')
  return { words: text(field), who: text(who), ways: becomes.ways.map(({ to }) => ({ to, title: standards.methods().find(({ key }) => key === to)?.title ?? null })) }
}

function stagesOf(judge: Judge, facts: ServiceFacts, gaps: ReturnType<typeof gapsOf>, filled: ServiceView['stages'][number]['forms'][number]['filled'], role: string): ServiceView['stages'] {
  const { stages, approvals } = judge.method
  const at = stages.findIndex(({ key }) => key === facts.stage)
  // What came to an end went no further than it had come; a follow-up is done when it is written.
  const ended = facts.state === 'closed'
  const stateOf = (n: number): ServiceView['stages'][number]['state'] => (n < at || (ended && (n === at || stages[n]!.forms.some(({ form }) => facts.forms.some((one) => one.form === form)))) ? 'done' : n === at ? 'now' : 'ahead')
  return stages.map((stage, n) => ({
    key: stage.key, title: stage.title, state: stateOf(n), afterEnd: isAfterEnd(judge.method, stage), gaps: gaps.filter((gap) => gap.stage === stage.key),
    approvals: approvals.filter((one) => one.stage === stage.key).map(({ key, title }) => ({ key, title })),
    forms: stage.forms.flatMap(({ form: key, needed }) => {
      const form = judge.form(key)
      return form ? [{ key, code: form.code, title: form.title, about: form.about, times: form.times, needed: needed !== false, mayFill: mayFillIn(judge.method, key, role), filled: filled.filter((one) => one.form === key) }] : []
    }),
  }))
}

/** Where it came from and what came of it. */
async function linksOf(work: Work, s: ServiceRowOfTable): Promise<Pick<ServiceView, 'fromService' | 'toServices'>> {
  const { tx, actor } = work
  const rows = (await sql<{ id: string; title: string; method: string; from: boolean }>`
    select o.id, coalesce(nullif(o.title, ''), f.name, '') as title, o.method, o.id = ${s.from_service} as from
    from service o left join resident_file f on f.id = o.client and ${peopleInReach(actor, 'f')} where (o.id = ${s.from_service} or o.from_service = ${s.id}) and ${peopleInReach(actor, 'o')} order by o.opened_on limit 20`.execute(tx)).rows
  const from = rows.find((one) => one.from)
  return { fromService: from ? { id: from.id, title: from.title } : null, toServices: rows.filter((one) => !one.from).map(({ id, title, method }) => ({ id, title, method })) }
}

/** Asked of others; and for the station that was asked, what it was offered. Its version is then that of the service. */
async function referralsOf(work: Work, s: ServiceRowOfTable): Promise<ServiceView['referrals']> {
  const { tx, actor, keys } = work
  const asked = (await sql<Omit<ServiceView['referrals'][number], 'reason' | 'sentAt' | 'replyDueAt' | 'answeredAt'> & { sealed: Buffer; sent: Date; due: Date; answered: Date | null }>`
    select r.id, r.version, r.to_station as "toStation", t.name as "toStationName", coalesce(o.name, '') as "fromStationName", '' as summary, r.reply_due_at - r.sent_at <= interval '24 hours' as urgent, r.state, r.why,
      r.reason_sealed as sealed, r.sent_at as sent, r.reply_due_at as due, r.answered_at as answered
    from referral r left join app.station_names(array[r.to_station]) t on true left join station o on o.id = ${s.station} and ${networkInReach(actor, 'o')} where r.service = ${s.id} and ${peopleInReach(actor, 'r')} order by r.sent_at`.execute(tx)).rows
  const rows: ServiceView['referrals'] = []
  for (const { sealed, sent, due, answered, ...row } of asked) {
    rows.push({ ...row, reason: await keys.open(tx, s.id, sealed, aboutReferral(row.id)), sentAt: sent.toISOString(), replyDueAt: due.toISOString(), answeredAt: answered?.toISOString() ?? null })
  }
  if (s.from_service === null) return rows
  const offered = (await sql<{ name: string; sent: Date; due: Date }>`select station_name as name, sent_at as sent, reply_due_at as due from app.offered_from(array[${s.id}]::uuid[])`.execute(tx)).rows[0]
  if (!offered) return rows
  const state = s.state === 'offered' ? 'sent' : s.state === 'refused' ? 'refused' : 'accepted'
  return [...rows, {
    id: s.id, version: s.version, toStation: s.station, toStationName: '', fromStationName: offered.name, reason: '', summary: s.words_sealed ? await keys.open(tx, s.id, s.words_sealed, aboutService(s.id, 'words')) : '',
    urgent: offered.due.getTime() - offered.sent.getTime() <= 86_400_000, state, sentAt: offered.sent.toISOString(), replyDueAt: offered.due.toISOString(), answeredAt: null, why: '',
  }]
}
