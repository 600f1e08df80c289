import { sql } from 'kysely'
import type { Method } from '#server/modules/standards/index.ts'
import { peopleInReach } from '#server/platform/database/index.ts'
import type { Work } from '#server/platform/work.ts'
import { NOBODY, type Mark, type PersonOfRoll, type RecordOfRoll, type Roll } from '../rules/roll.ts'
import { formsOf, type Judge } from '../rules/standing.ts'
import type { ServiceRowOfTable } from './services.ts'

const MOST = 2000

/** Who is in a service or has put his name down, and its contacts with their attendance; only of ways that ask something of each. */
export async function readRoll(work: Work, s: Pick<ServiceRowOfTable, 'id'>, { method, form }: Pick<Judge, 'method' | 'form'>): Promise<Roll> {
  const each = [...method.stages.flatMap(({ gates }) => gates), ...(method.close.gates ?? [])].flatMap((gate) => ('rule' in gate && gate.each ? [gate.each] : []))
  const ofPeople = method.subject === 'people' || each.some((one) => 'people' in one) || formsOf(method).some((key) => form(key)?.about === 'person')
  return ofPeople || each.length > 0 ? await readWhole(work, s, method) : NOBODY
}

async function readWhole({ tx, actor }: Work, s: Pick<ServiceRowOfTable, 'id'>, { session }: Pick<Method, 'session'>): Promise<Roll> {
  const people = (await sql<Omit<PersonOfRoll, 'marks'>>`
    select p.id, p.role, p.state, p.minor, p.guardian <> '' as guardian, p.checked_in_at is not null as "checkedIn"
    from service_person p where p.service = ${s.id} and p.state in ('in', 'signed-up') and ${peopleInReach(actor, 'p')} order by p.position limit ${MOST}`.execute(tx)).rows
  if (!session) return { people: people.map((one) => ({ ...one, marks: [] })), records: [] }
  const marks = (await sql<Mark & { person: string }>`
    select a.person, r.occurred_on as "on", a.state = 'absent' as absent from attendance a join record r on r.id = a.record and ${peopleInReach(actor, 'r')}
    where a.service = ${s.id} and r.voided_at is null and ${peopleInReach(actor, 'a')} order by r.occurred_on, r.recorded_at`.execute(tx)).rows
  const records = (await sql<RecordOfRoll>`
    select r.kind, r.occurred_on as "on", coalesce(r.minutes, 0) as minutes, r.heads, count(a.id)::int4 as marked, (count(a.id) filter (where a.state <> 'absent'))::int4 as present
    from record r left join attendance a on a.record = r.id and a.service = ${s.id} and ${peopleInReach(actor, 'a')}
    where r.service = ${s.id} and r.kind = any (${[...session.kinds]}::text[]) and r.voided_at is null and ${peopleInReach(actor, 'r')}
    group by r.id, r.kind, r.occurred_on, r.minutes, r.heads, r.recorded_at order by r.occurred_on, r.recorded_at limit ${MOST}`.execute(tx)).rows
  const byPerson = Map.groupBy(marks, ({ person }) => person)
  return { people: people.map((one) => ({ ...one, marks: byPerson.get(one.id) ?? [] })), records }
}
