import type { Duty, Standards } from '#server/modules/standards/index.ts'
import { isSeen } from '#server/modules/records/index.ts'
import { addDays, ageOn, daysBetween, monthOf, monthRange, quarterOf, quarterRange } from '#server/platform/days.ts'

export interface DatedTag {
  tag: string
  fromOn: string
  untilOn: string | null
}

/** A visit or call of a file, in the order of day and writing. */
export interface Contact {
  record: string
  on: string
  mode: string
  result: string | null
  nextOn: string | null
}

/** What decides about a file's duty. */
export interface FileFacts {
  birthOn: string | null
  sex: number
  risk: string
  riskSince: string | null
  openedOn: string
  closedOn: string | null
  closedWhy: string | null
  tags: readonly DatedTag[]
  contacts: readonly Contact[]
}

/** The derived columns of a duty. What people decided (put off, worker) is not among them. */
export interface OpenDuty {
  cycleDays: number | null
  monthly: boolean
  basis: string
  lastOn: string | null
  lastRecord: string | null
  lastMode: string | null
  lastResult: string | null
  showFrom: string
  dueOn: string
}
export interface EndedDuty {
  closedOn: string
  closedWhy: string
}

/** Whether a file is kept on a day: it is not from the day it ends. */
export const isKeptOn = (facts: Pick<FileFacts, 'openedOn' | 'closedOn'>, day: string): boolean =>
  facts.openedOn <= day && (facts.closedOn === null || facts.closedOn > day)

/** The duty rules that hold for a person on a day, by what was true of him then. */
export function rulesOn(facts: Omit<FileFacts, 'contacts'>, standards: Standards, day: string): readonly Duty[] {
  if (!isKeptOn(facts, day)) return []
  const tags = [...new Set(facts.tags.filter(({ fromOn, untilOn }) => fromOn <= day && (untilOn === null || untilOn >= day)).map(({ tag }) => tag))]
  return standards.dutiesOf({
    age: facts.birthOn === null || facts.birthOn > day ? null : ageOn(facts.birthOn, day), tags,
    // Only since when the present level holds is known of a file; before that no level makes a duty.
    risk: facts.riskSince !== null && facts.riskSince > day ? null : facts.risk, sex: String(facts.sex),
  })
}

/** When this person has to be seen next by the rules of the day; or that and why the duty has ended. */
export function expectedDuty(facts: FileFacts, standards: Standards, today: string): OpenDuty | EndedDuty {
  if (facts.closedOn !== null && facts.closedOn <= today) return { closedOn: facts.closedOn, closedWhy: facts.closedWhy ?? 'not-needed' }
  const rules = rulesOn(facts, standards, today)
  if (rules.length === 0) return { closedOn: today, closedWhy: 'category-changed' }
  const terms = rules.map((rule) => termOf(rule, facts, standards, today))
  const promised = promisedOn(facts.contacts)
  const due = terms.map(({ dueOn }) => dueOn).reduce(earlier)
  const show = terms.map(({ showFrom }) => showFrom).reduce(earlier)
  const last = facts.contacts.at(-1)
  const days = rules.flatMap((rule) => (rule.days === null ? [] : [rule.days]))
  return {
    cycleDays: days.length > 0 ? Math.min(...days) : null, monthly: rules.some((rule) => 'every' in rule.cycle && rule.cycle.every === 'calendar-month'),
    basis: rules.map(({ key }) => key).sort().join(' '), lastOn: last?.on ?? null, lastRecord: last?.record ?? null, lastMode: last?.mode ?? null,
    lastResult: last?.result ?? null, dueOn: promised === null ? due : earlier(due, promised), showFrom: promised === null ? show : earlier(show, promised),
  }
}

const earlier = (a: string, b: string): string => (a < b ? a : b)
const later = (a: string, b: string): string => (a > b ? a : b)

interface Term {
  dueOn: string
  showFrom: string
}

function termOf(rule: Duty, facts: FileFacts, standards: Standards, today: string): Term {
  const since = heldSince(rule.key, facts, standards, today)
  const phoneEvery = facts.risk === 'red' && rule.days !== null ? standards.number('visit.red_phone_every') : 1
  const last = lastCounted(facts.contacts, rule.modes, since, phoneEvery)
  const share = standards.number('visit.overdue_warning_share')
  if (rule.days === null) return calendarTerm(rule, since, last, { share, monthDay: standards.number('visit.month_show_from_day') })
  if (rule.afterEventHours !== null && (last === null || last < since)) {
    const dueOn = addDays(since, Math.ceil(rule.afterEventHours / 24))
    return { dueOn, showFrom: since }
  }
  // A cycle that began after the last contact is counted from its own beginning: nobody is overdue by a rule that did not hold.
  const start = last === null ? since : later(last, since)
  return { dueOn: addDays(start, rule.days), showFrom: addDays(start, Math.floor((rule.days * share) / 100)) }
}

/** A calendar rule: once in each month or quarter, first in the one in which it began. A month shows from a day of it on, a quarter from a share of it. */
function calendarTerm({ cycle }: Duty, since: string, last: string | null, shows: { share: number; monthDay: number }): Term {
  const quarterly = 'every' in cycle && cycle.every === 'calendar-quarter'
  const periodOf = quarterly ? (day: string) => quarterRange(quarterOf(day)) : (day: string) => monthRange(monthOf(day))
  const first = periodOf(since)
  const { from, to } = last !== null && last >= first.from ? periodOf(addDays(periodOf(last).to, 1)) : first
  const gone = quarterly ? Math.floor(((daysBetween(from, to) + 1) * shows.share) / 100) : shows.monthDay - 1
  return { dueOn: to, showFrom: earlier(later(addDays(from, gone), since), to) }
}

/** The first day of the time, unbroken up to today, in which a rule held. */
function heldSince(rule: string, facts: FileFacts, standards: Standards, today: string): string {
  for (const day of turningDays(facts, today)) {
    if (day <= facts.openedOn) return facts.openedOn
    if (!rulesOn(facts, standards, addDays(day, -1)).some(({ key }) => key === rule)) return day
  }
  return facts.openedOn
}

/** Days on which what is known of a person changed, newest first. */
function turningDays(facts: FileFacts, today: string): string[] {
  const days = [facts.openedOn, ...(facts.riskSince === null ? [] : [facts.riskSince])]
  for (const { fromOn, untilOn } of facts.tags) days.push(fromOn, ...(untilOn === null ? [] : [addDays(untilOn, 1)]))
  if (facts.birthOn !== null && facts.birthOn <= facts.openedOn) {
    for (let age = ageOn(facts.birthOn, facts.openedOn) + 1; age <= ageOn(facts.birthOn, today); age++) days.push(birthday(facts.birthOn, age))
  }
  return [...new Set(days)].filter((day) => day <= today).sort().reverse()
}

/** The day somebody turns an age; who was born on 29 February turns on 1 March in other years. */
export function birthday(birthOn: string, age: number): string {
  const year = String(Number(birthOn.slice(0, 4)) + age)
  const isLeap = Number(year) % 4 === 0 && (Number(year) % 100 !== 0 || Number(year) % 400 === 0)
  return birthOn.endsWith('-02-29') && !isLeap ? `${year}-03-01` : `${year}${birthOn.slice(4)}`
}

/**
 * The day of the last contact that counts for a rule: the person was seen, in one of its modes. At red a phone call counts
 * only when no other of the last `phoneEvery - 1` counted contacts was one.
 */
export function lastCounted(contacts: readonly Contact[], modes: readonly string[], since: string, phoneEvery: number): string | null {
  let last: string | null = null
  let sincePhone = Number.POSITIVE_INFINITY
  for (const { on, mode, result } of contacts) {
    if (!isSeen(result) || !modes.includes(mode)) continue
    if (on >= since && mode === 'phone') {
      if (sincePhone < phoneEvery - 1) continue
      sincePhone = 0
    } else sincePhone += 1
    last = on
  }
  return last
}

/** The day somebody was told to be seen again; kept until he is seen. */
function promisedOn(contacts: readonly Contact[]): string | null {
  const from = contacts.findLastIndex(({ result }) => isSeen(result))
  const days = contacts.slice(Math.max(from, 0)).flatMap(({ nextOn }) => nextOn ?? [])
  return days.length > 0 ? days.reduce(earlier) : null
}
