import { sql } from 'kysely'
import { standardsOn, type Amount, type Method, type Standards } from '#server/modules/standards/index.ts'
import { peopleInReach } from '#server/platform/database/index.ts'
import { daysBetween } from '#server/platform/days.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Work } from '#server/platform/work.ts'
import type { Answers } from '../rules/answers.ts'
import { formsOf, type FilledFact, type Judge, type ServiceFacts } from '../rules/standing.ts'
import { aboutAnswers, latestForms } from './forms.ts'
import { readRoll } from './roll.ts'
import type { ServiceRowOfTable } from './services.ts'

/** The method a service is bound to and what it is judged with: the packs of its place on the day it was opened. */
export async function judgeOf(work: Work, service: Pick<ServiceRowOfTable, 'place' | 'opened_on' | 'method'>): Promise<Judge & { standards: Standards }> {
  const standards = await standardsOn(work, service.place, service.opened_on)
  return { standards, ...judgeWith(standards, service.method, work.today) }
}

export function judgeWith(standards: Standards, key: string, today: string): Judge {
  const method = standards.methods().find((one) => one.key === key)
  if (!method) throw new Refusal('service.method-unknown')
  const amounts = (amount: Amount | readonly number[]): readonly number[] => {
    const value = typeof amount === 'string' ? standards.parameter(amount).value : amount
    return Array.isArray(value) ? value : [Number(value)]
  }
  return { method: method as Method, form: (form) => standards.form(form), amounts, amount: (amount) => amounts(amount)[0]!, today }
}

/** How many contacts a service has, when the last was, and how many are written up. */
export interface Contacts { records: number; lastOn: string | null; written: number }
/** As the service's row keeps them since its last change. */
export const keptContacts = (s: ServiceRowOfTable): Contacts => ({ records: s.sessions, lastOn: s.last_on, written: s.written })

/** Counted anew, one by one. */
async function countContacts({ tx, actor }: Work, s: ServiceRowOfTable, sessionForm: string | null): Promise<Contacts> {
  return (await sql<Contacts>`
    select count(*)::int4 as records, max(occurred_on) as "lastOn",
      (select count(distinct f.record)::int4 from service_form f where f.service = ${s.id} and f.form = ${sessionForm} and f.record is not null and f.voided_at is null and ${peopleInReach(actor, 'f')}) as written
    from record r where r.service = ${s.id} and r.voided_at is null and ${peopleInReach(actor, 'r')}`.execute(tx)).rows[0]!
}

interface Counted { people: number; set: number; rated: number; consents: string[] }

/** Everything a service's standing follows from. Whoever only looks gives the contacts as they were kept; whoever changes something has them counted. */
export async function readFacts(work: Work, s: ServiceRowOfTable, judge: Judge, kept?: Contacts): Promise<{ facts: ServiceFacts; contacts: Contacts }> {
  const { tx, actor } = work
  const sessionForm = judge.method.session?.form ?? null
  const contacts = kept ?? (await countContacts(work, s, sessionForm))
  const counted = (await sql<Counted>`
    select (select count(*)::int4 from service_person p where p.service = ${s.id} and p.state = 'in' and ${peopleInReach(actor, 'p')}) as people,
      count(*)::int4 as set, count(attained)::int4 as rated,
      coalesce((select array_agg(distinct k.purpose) from consent k where k.file = ${s.client} and k.medium <> 'refused' and k.withdrawn_on is null
        and (k.expires_on is null or k.expires_on >= ${work.today}::date) and ${peopleInReach(actor, 'k')}), '{}') as consents
    from service_goal q where q.service = ${s.id} and ${peopleInReach(actor, 'q')}`.execute(tx)).rows[0]!
  const approvals = await tx.selectFrom('approval as a').select(['a.key', 'a.decision', 'a.decided_at as at']).where('a.service', '=', s.id).where(peopleInReach(actor, 'a')).orderBy('a.asked_at').execute()
  const forms = await readForms(work, s, judge, sessionForm)
  const closedAt = s.closed_on === null ? null : new Date(`${s.closed_on}T00:00:00+08:00`)
  return {
    contacts,
    facts: {
      stage: s.stage, state: s.state as ServiceFacts['state'], openedOn: s.opened_on, openedAt: s.recorded_at,
      acceptedAt: s.accepted_on === null ? null : new Date((s.moved as Record<string, string>)['accepted'] ?? s.recorded_at), closedAt, moved: s.moved as Record<string, string>, forms, approvals,
      consents: counted.consents, records: contacts.records, unwritten: sessionForm === null ? 0 : Math.max(0, contacts.records - contacts.written), people: counted.people,
      goals: { set: counted.set, rated: counted.rated }, days: daysBetween(s.opened_on, work.today), roll: await readRoll(work, s, judge),
    },
  }
}

const MOST_OF_A_KIND = 100
/** One for each of the people of a service. */
const MOST_OF_PEOPLE = 1000
/** The forms with their answers; of records written up, which may be thousands, only the latest. */
async function readForms(work: Work, s: ServiceRowOfTable, judge: Judge, sessionForm: string | null): Promise<FilledFact[]> {
  const { tx, actor, keys } = work
  const ofPeople = formsOf(judge.method).filter((key) => judge.form(key)?.about === 'person')
  const rows = (await sql<Omit<FilledFact, 'answers'> & { sealed: Buffer }>`
    select f.id, f.form, f.about, f.record, f.filled_on as "filledOn", f.recorded_at as at, f.gaps, f.score, f.level, f.answers_sealed as sealed
    from ${latestForms(actor, [s.id], sql`case when k.form = ${sessionForm} then 1 when k.form = any (${ofPeople}::text[]) then ${MOST_OF_PEOPLE} else ${MOST_OF_A_KIND} end`)}
    order by f.recorded_at, f.number limit 4000`.execute(tx)).rows
  if (rows.length === 0) return []
  await keys.ready(tx, [s.id])
  const facts: FilledFact[] = []
  for (const { sealed, ...row } of rows) facts.push({ ...row, answers: JSON.parse(await keys.open(tx, s.id, sealed, aboutAnswers(row.id))) as Answers })
  return facts
}
