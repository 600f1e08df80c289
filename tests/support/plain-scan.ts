import type { Client } from 'pg'

/** A second, slow and simple way to the same figures: read every fact and count. It shares no line with the service. */
export interface Fact {
  kind: string
  day: string
  mode: string
  /** Of a session and a service: the way of serving. */
  way?: string
  result: string | null
  station: string
  place: number
  village: number
  worker: string | null
  minutes: number
  heads: number
  households: number
  hidden: boolean
  /** Each counts where he lives, wherever the others of a session come from. */
  people: { who: string; home: string; village: number; age: number | null; hidden: boolean }[]
}
export interface Facts {
  records: Fact[]
  files: Fact[]
  needs: Fact[]
  /** Taken on (`case`, `group`, `service`) and closed (`case-closed` …). */
  services: Fact[]
}
export interface View {
  from: string
  to: string
  reach: readonly [number, number]
  keep(fact: Fact): boolean
  /** A whole county or more over whole months: protected facts count when the total is at least ten. */
  whole: boolean
}

export async function readFacts(owner: Client): Promise<Facts> {
  const who = new Map((await owner.query('select id, merged_into from person')).rows.map((row) => [row.id, row.merged_into ?? row.id]))
  const records = (await owner.query('select * from record where voided_at is null')).rows
  const people = (await owner.query('select * from record_person')).rows
  const files = (await owner.query(`select * from resident_file where closed_why is null or closed_why <> 'merged'`)).rows
  const needs = (await owner.query('select * from need where voided_at is null')).rows
  const services = (await owner.query('select * from service where accepted_on is not null')).rows
  const plain = (row: any) => ({ station: row.station, place: Number(row.place), village: Number(row.served_place), worker: row.worker, hidden: row.protected, minutes: row.minutes ?? 0, households: row.households ?? 0 })
  return {
    records: records.map((row) => ({
      ...plain(row), kind: row.kind, day: row.occurred_on, mode: row.mode, way: row.method, result: row.result, heads: row.heads,
      people: people.filter((one) => one.record === row.id && !one.voided).map((one) => ({ who: who.get(one.person), home: one.household ?? one.file, village: Number(one.served_place), age: one.age, hidden: one.protected })),
    })),
    files: files.map((row) => ({
      ...plain(row), kind: 'file', station: row.opened_station, place: Number(row.opened_place), village: Number(row.opened_village), worker: null, day: row.opened_on, mode: '', result: null, heads: 1,
      people: [{ who: who.get(row.person), home: row.household ?? row.id, village: Number(row.opened_village), age: null, hidden: row.protected }],
    })),
    services: services.flatMap((row) => {
      const kind = row.counts === 'activity' ? 'service' : row.counts
      const base = { ...plain(row), mode: row.method, way: row.method, heads: row.client ? 1 : 0, people: [] }
      return [{ ...base, kind, day: row.accepted_on, result: null }, ...(row.closed_on ? [{ ...base, kind: `${kind}-closed`, day: row.closed_on, result: row.close_reason }] : [])]
    }),
    needs: needs.flatMap((row) => {
      const base = { ...plain(row), mode: '', heads: row.file ? 1 : 0, people: [] }
      return [{ ...base, kind: 'found', day: row.found_on, result: null }, ...(row.state === 'closed' && row.outcome === 'met' ? [{ ...base, kind: 'met', day: row.closed_on, result: 'met' }] : [])]
    }),
  }
}

const seen = (fact: Fact) => fact.result === 'normal' || fact.result === 'needs-attention'
const contact = (fact: Fact) => (fact.kind === 'visit' || fact.kind === 'call') && seen(fact)
const service = (fact: Fact) => fact.kind !== 'task'
const within = (fact: Fact, view: View) => fact.day >= view.from && fact.day <= view.to && fact.place >= view.reach[0] && fact.place <= view.reach[1] && view.keep(fact)

const total = (facts: Fact[], view: View, amount: (fact: Fact) => number): number => {
  const mine = facts.filter((fact) => within(fact, view))
  const add = (some: Fact[]) => some.reduce((sum, fact) => sum + amount(fact), 0)
  return view.whole && add(mine) >= 10 ? add(mine) : add(mine.filter((fact) => !fact.hidden))
}
const each = (facts: Fact[], view: View, key: 'who' | 'home', fits: (person: Fact['people'][number]) => boolean = () => true): number => {
  const mine = facts.flatMap((fact) => fact.people.filter((person) => within({ ...fact, village: person.village }, view))).filter(fits)
  const all = new Set(mine.map((person) => person[key])).size
  const enough = view.whole && new Set(mine.map((person) => person.who)).size >= 10
  return enough ? all : new Set(mine.filter((person) => !person.hidden).map((person) => person[key])).size
}
const rate = (a: number, b: number): number | null => (b === 0 ? null : Math.floor((a / b) * 1000 + 1e-9) / 10)

type Count = (facts: Facts, view: View) => number | null
const tasks: Count = ({ records }, view) => total(records.filter((f) => f.kind === 'task'), view, (f) => f.minutes)
const CASES = ['casework']
const GROUPS = ['group-work']
const professional = (fact: Fact) => fact.kind !== 'session' || [...CASES, ...GROUPS].includes(fact.way ?? '')
const hours: Count = ({ records }, view) => total(records.filter(professional), view, (f) => f.minutes)
const sessionsOf = (ways: string[], amount: (fact: Fact) => number): Count => ({ records }, view) => total(records.filter((f) => f.kind === 'session' && ways.includes(f.way ?? '')), view, amount)
const taken = (kind: string): Count => ({ services }, view) => total(services.filter((f) => f.kind === kind), view, () => 1)
const open = (kind: string): Count => ({ services }, view) =>
  total(services.filter((f) => f.kind.startsWith(kind)), { ...view, from: '1900-01-01' }, (f) => (f.kind === kind ? 1 : -1))
const found: Count = ({ needs }, view) => total(needs.filter((f) => f.kind === 'found'), view, () => 1)
const met: Count = ({ needs }, view) => total(needs.filter((f) => f.kind === 'met'), view, () => 1)

/** The indicators of the national base, in plain words. */
export const INDICATORS: Record<string, Count> = {
  'visits-all': ({ records }, view) => total(records.filter(contact), view, (f) => f.heads),
  'visits-households': ({ records }, view) => total(records.filter(contact), view, (f) => f.households),
  'visits-home': ({ records }, view) => total(records.filter((f) => contact(f) && f.kind === 'visit' && f.mode === 'home'), view, (f) => f.heads),
  'visits-phone': ({ records }, view) => total(records.filter((f) => contact(f) && f.mode === 'phone'), view, (f) => f.heads),
  'visit-attempts': ({ records }, view) => total(records.filter((f) => f.kind === 'visit' || f.kind === 'call'), view, () => 1),
  'files-new': ({ files }, view) => each(files, view, 'who'),
  'files-total': ({ files }, view) => each(files, { ...view, from: '1900-01-01' }, 'who'),
  'needs-found': found,
  'needs-met': met,
  'needs-met-rate': (facts, view) => rate(met(facts, view)!, found(facts, view)!),
  'cases-opened': taken('case'),
  'cases-open': open('case'),
  'cases-closed': taken('case-closed'),
  'case-contacts': sessionsOf(CASES, () => 1),
  groups: taken('group'),
  'groups-open': open('group'),
  'groups-closed': taken('group-closed'),
  'group-sessions': sessionsOf(GROUPS, () => 1),
  'group-attendance': sessionsOf(GROUPS, (f) => f.heads),
  'group-people': ({ records }, view) => each(records.filter((f) => f.kind === 'session' && GROUPS.includes(f.way ?? '')), view, 'who'),
  mediations: ({ services }, view) => total(services.filter((f) => f.kind === 'service' && f.way === 'mediation'), view, () => 1),
  'supervision-times': sessionsOf(['supervision'], () => 1),
  'supervision-hours': sessionsOf(['supervision'], (f) => f.minutes),
  consultations: ({ records }, view) => total(records.filter((f) => f.kind === 'consultation'), view, (f) => f.heads),
  activities: ({ records }, view) => total(records.filter((f) => f.kind === 'activity'), view, () => 1),
  'activity-attendance': ({ records }, view) => total(records.filter((f) => f.kind === 'activity'), view, (f) => f.heads),
  'publicity-events': ({ records }, view) => total(records.filter((f) => f.kind === 'activity' && f.mode === 'policy-publicity'), view, () => 1),
  'publicity-attendance': ({ records }, view) => total(records.filter((f) => f.kind === 'activity' && f.mode === 'policy-publicity'), view, (f) => f.heads),
  'assistance-applications': ({ records }, view) => total(records.filter((f) => f.kind === 'consultation' && f.mode === 'assistance-application'), view, (f) => f.heads),
  tasks: ({ records }, view) => total(records.filter((f) => f.kind === 'task'), view, () => 1),
  'task-hours': tasks,
  'service-hours': ({ records }, view) => total(records.filter((f) => service(f) && professional(f)), view, (f) => f.minutes),
  'task-share': (facts, view) => rate(tasks(facts, view)!, hours(facts, view)!),
  'people-served': ({ records }, view) => each(records.filter(service), view, 'who'),
  'service-heads': ({ records }, view) => total(records.filter(service), view, (f) => f.heads),
  'households-served': ({ records }, view) => each(records.filter(contact), view, 'home'),
  'elders-visited': ({ records }, view) => each(records.filter(contact), view, 'who', (person) => person.age !== null && person.age >= 60),
}
