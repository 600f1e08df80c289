import { sql } from 'kysely'
import type { MonthDuty, MonthDutyRow } from '#api/duties.ts'
import { reachOf } from '#server/modules/places/index.ts'
import { isSeen, listableTags } from '#server/modules/records/index.ts'
import { maskName } from '#server/modules/residents/index.ts'
import { standardsOn, type Standards } from '#server/modules/standards/index.ts'
import { accountInReach, peopleInReach } from '#server/platform/database/index.ts'
import { addDays, ageOn } from '#server/platform/days.ts'
import type { Work } from '#server/platform/work.ts'
import { rulesOn, type DatedTag } from '../rules/expected-duty.ts'
import { countMonthDuty, daysOfMonth, monthRules, percentOf, type MonthScope } from './month-counts.ts'

interface Person {
  file: string
  name: string
  sex: number
  birthOn: string | null
  identityMask: string | null
  village: number
  villageName: string
  risk: string
  riskSince: string | null
  workerName: string | null
  openedOn: string
  closedOn: string | null
  closedWhy: string | null
  tags: DatedTag[]
  putOff: boolean
}

interface Contact {
  file: string
  on: string
  mode: string
  result: string | null
}

/**
 * 特殊困难老年人探访关爱台账 (T7): everyone on duty in a month with the year's contacts. Who is on duty follows from groups, age and
 * the end of the file as they were on the month's last day (today in a month that still runs): from the day of death nobody is due.
 */
export async function listMonthDuty(work: Work, scope: MonthScope): Promise<MonthDuty> {
  const { actor, today } = work
  const days = daysOfMonth(scope.month, today)
  const at: MonthScope = scope.station === undefined && scope.place === undefined ? { ...scope, ...(actor.station ? { station: actor.station } : { place: actor.place }) } : scope
  const standards = await standardsOn(work, at.place ?? actor.place, days.asOf)
  const { keys, modes } = monthRules(standards)
  const isDue = (person: Person, day: string) => rulesOn(person, standards, day).some(({ key }) => keys.includes(key))
  const people = await listPeople(work, at, days)
  const onDuty = people.filter((person) => isDue(person, days.asOf))
  const contacts = await contactsOf(work, onDuty.map(({ file }) => file), scope.month.slice(0, 4), days.asOf)
  const totals = (await countMonthDuty(work, at)).reduce((sum, one) => ({ due: sum.due + one.due, done: sum.done + one.done, home: sum.home + one.home }), { due: 0, done: 0, home: 0 })
  return {
    month: scope.month, due: totals.due, done: totals.done, rate: percentOf(totals.done, totals.due), homeShare: percentOf(totals.home, totals.done),
    rows: onDuty.map((person) => rowOf(work, standards, person, contacts.get(person.file) ?? [], { ...scope, modes, asOf: days.asOf })),
    left: people.flatMap((person) => leftOf(work, person, days, isDue)),
  }
}

async function listPeople({ tx, actor }: Work, { station, place }: MonthScope, { from, asOf }: { from: string; asOf: string }): Promise<Person[]> {
  const range = reachOf(place ?? actor.place)
  const lead = station ? sql`f.station = ${station}` : sql`f.place between ${range.from}::int8 and ${range.to}::int8`
  const found = await sql<Person>`
    select f.id as file, f.name, f.sex, f.birth_on as "birthOn", f.identity_mask as "identityMask", f.place as village, coalesce(l.name, '') as "villageName", f.risk,
      f.risk_since as "riskSince", a.name as "workerName", f.opened_on as "openedOn", f.closed_on as "closedOn", f.closed_why as "closedWhy",
      coalesce((select json_agg(json_build_object('tag', t.tag, 'fromOn', t.from_on, 'untilOn', t.until_on)) from resident_tag t
        where t.file = f.id and ${peopleInReach(actor, 't')}), '[]') as tags,
      exists (select from duty d where d.file = f.id and d.put_off_to is not null and d.closed_on is null and ${peopleInReach(actor, 'd')}) as "putOff"
    from resident_file f left join place l on l.code = f.place left join account a on a.id = f.worker and ${accountInReach(actor, 'a')}
    where ${lead} and ${peopleInReach(actor, 'f')} and f.opened_on <= ${asOf}::date and (f.closed_on is null or f.closed_on >= ${from}::date)
    order by f.place, f.name_sort, f.id`.execute(tx)
  return found.rows
}

async function contactsOf({ tx }: Work, files: readonly string[], year: string, asOf: string): Promise<Map<string, Contact[]>> {
  const found = await sql<Contact>`select file, occurred_on as on, mode, result from app.contacts_between(${[...files]}::uuid[], ${`${year}-01-01`}::date, ${asOf}::date)`.execute(tx)
  return Map.groupBy(found.rows, ({ file }) => file)
}

function rowOf({ actor }: Work, standards: Standards, person: Person, contacts: readonly Contact[], { month, modes, asOf }: { month: string; modes: string[]; asOf: string }): MonthDutyRow {
  const marks: MonthDutyRow['marks'] = Array.from({ length: 12 }, () => [])
  for (const { on, mode, result } of contacts) if (isSeen(result) && modes.includes(mode)) marks[Number(on.slice(5, 7)) - 1]!.push({ on, mode })
  const seen = marks[Number(month.slice(5, 7)) - 1]!.length > 0
  const tried = contacts.findLast(({ on, result }) => on.startsWith(month) && !isSeen(result))
  const openTags = person.tags.filter(({ fromOn, untilOn }) => fromOn <= asOf && (untilOn === null || untilOn >= asOf)).map(({ tag }) => tag)
  return {
    file: person.file, name: shownName(actor.people, person.name), sex: person.sex, age: person.birthOn === null ? null : ageOn(person.birthOn, asOf),
    identityTail: actor.people === 'full' ? person.identityMask?.slice(-4) ?? null : null, village: person.village, villageName: person.villageName,
    tags: listableTags(standards, [...new Set(openTags)].sort()), risk: person.risk, workerName: person.workerName, seen, marks,
    notSeenWhy: seen ? null : tried?.result ?? (person.putOff ? 'put-off' : 'not-visited'),
  }
}

/** Who was on duty when the month began, or came to it later, and no longer is. */
function leftOf({ actor }: Work, person: Person, { from, asOf }: { from: string; asOf: string }, isDue: (person: Person, day: string) => boolean): MonthDuty['left'] {
  if (isDue(person, asOf)) return []
  const ended = person.tags.flatMap(({ untilOn }) => (untilOn !== null && untilOn >= addDays(from, -1) && untilOn < asOf ? [addDays(untilOn, 1)] : []))
  const on = person.closedOn ?? ended.sort().at(-1)
  if (on === undefined || on < from || on > asOf || !isDue({ ...person, closedOn: null }, addDays(on, -1))) return []
  return [{ file: person.file, name: shownName(actor.people, person.name), villageName: person.villageName, on, why: person.closedWhy ?? 'category-changed' }]
}

const shownName = (people: Work['actor']['people'], name: string): string => (people === 'full' ? name : maskName(name))
