import type { Clock, Mark } from '#server/modules/standards/index.ts'
import { addDays, addMonths } from '#server/platform/days.ts'
import { dayInShanghai } from '#server/platform/clock.ts'
import { addWorkingDays } from '#server/platform/working-days.ts'
import { holds, type Judge, type ServiceFacts } from './standing.ts'

/** A clock as it should run now. */
export interface Expected {
  key: string
  startedAt: Date
  dueAt: Date
  doneAt: Date | null
  tells: { at: string; who: readonly string[] }[]
  remindMinutes: number | null
}

/** Every clock that runs or ran for a service, from what is known of it. The same facts always give the same clocks. */
export function expectedClocks(judge: Judge, facts: ServiceFacts): Expected[] {
  if (facts.state === 'offered' || facts.state === 'refused') return []
  return judge.method.clocks.flatMap((clock) => rounds(judge, facts, clock))
}

/** One run of a clock: from where it starts, and every moment that may end its rounds. */
interface Run { start: Date; ends: Date[] }

function rounds(judge: Judge, facts: ServiceFacts, clock: Clock): Expected[] {
  if (clock.when !== undefined && !holds(judge, facts, clock.when)) return []
  const [unit, amount] = Object.entries(clock.due)[0] as ['minutes' | 'hours' | 'days' | 'working_days' | 'months', number | string | readonly number[]]
  return runsOf(facts, clock).flatMap(({ start, ends }, run) => judge.amounts(amount).map((many, n) => ({
    key: `${clock.key}${run === 0 ? '' : `@${run + 1}`}${n === 0 ? '' : `#${n + 1}`}`, startedAt: start, dueAt: dueAfter(start, unit, many), doneAt: ends[n] ?? stopped(facts, clock),
    tells: (clock.tells ?? []).map(({ after_minutes: after, who }) => ({ at: new Date(start.getTime() + judge.amount(after) * 60_000).toISOString(), who })),
    remindMinutes: clock.remind_every_minutes === undefined ? null : judge.amount(clock.remind_every_minutes),
  })))
}

/**
 * A form filled in several times starts a run each time, or as the method says only its first or its latest one does. What ends, ends every run that
 * had begun: a sheet kept before the day its clock counts from ends it too. Where the same sheet says how it ended, it ends its own run and no other.
 */
function runsOf(facts: ServiceFacts, { starts, ends, again = 'each' }: Clock): Run[] {
  if ('form' in starts && 'form' in ends && starts.form === ends.form && ends.field !== undefined) {
    return facts.forms.filter(({ form }) => form === starts.form).flatMap((filled) => {
      const [start] = momentsOf({ ...facts, forms: [filled] }, starts)
      return start ? [{ start: start.at, ends: endsIn({ ...facts, forms: [filled] }, ends) }] : []
    })
  }
  const moments = momentsOf(facts, starts)
  const begun = again === 'first' ? moments.slice(0, 1) : again === 'latest' ? moments.slice(-1) : moments
  const ended = endsIn(facts, ends)
  // What was done before anybody opened the service, or before its day came, was done: the call to 110 comes first.
  if (begun.length === 1 && moments.length === 1 && 'form' in ends && ends.field !== undefined) return [{ start: begun[0]!.at, ends: ended }]
  return begun.map(({ at, known }) => ({ start: at, ends: ended.filter((moment) => moment >= (known < at ? known : at)) }))
}

/** A closed service stops its clocks, but for those that begin with its end. */
const stopped = (facts: ServiceFacts, { starts }: Clock): Date | null => ('at' in starts && starts.at === 'closed' ? null : facts.closedAt)

/** A moment a mark stands for, and when it was known: a day written on a sheet may be one to come. */
interface Moment { at: Date; known: Date }

/** The moments a mark stands for, earliest first: a form may be filled in several times. What ends on a day ends with it. */
function momentsOf(facts: ServiceFacts, mark: Mark, ending = false): Moment[] {
  const now = (at: Date): Moment => ({ at, known: at })
  if ('at' in mark) return [{ opened: facts.openedAt, accepted: facts.acceptedAt, closed: facts.closedAt }[mark.at]].filter((moment) => moment !== null).map(now)
  if ('stage' in mark) return facts.moved[mark.stage] ? [now(new Date(facts.moved[mark.stage]!))] : []
  if ('approval' in mark) return facts.approvals.filter(({ key, decision, at }) => key === mark.approval && at && decision !== 'returned').map(({ at }) => now(at!))
  const { field } = mark
  return facts.forms.filter(({ form }) => form === mark.form)
    .flatMap(({ at, answers }) => (field === undefined ? [now(at)] : typeof answers[field] === 'string' ? [{ at: momentOf(answers[field], ending), known: at }] : [])).toSorted((a, b) => a.at.getTime() - b.at.getTime())
}

const endsIn = (facts: ServiceFacts, mark: Mark): Date[] => momentsOf(facts, mark, true).map(({ at }) => at)

/** A day begins at midnight in Shanghai. */
const momentOf = (text: string, ending: boolean): Date => (!/^\d{4}-\d\d-\d\d$/.test(text) ? new Date(text) : ending ? endOf(text) : new Date(`${text}T00:00:00+08:00`))
const endOf = (day: string): Date => new Date(`${day}T23:59:59+08:00`)

function dueAfter(start: Date, unit: 'minutes' | 'hours' | 'days' | 'working_days' | 'months', many: number): Date {
  if (unit === 'minutes') return new Date(start.getTime() + many * 60_000)
  if (unit === 'hours') return new Date(start.getTime() + many * 3_600_000)
  const day = dayInShanghai(start)
  if (unit === 'days') return endOf(addDays(day, many))
  if (unit === 'months') return endOf(addMonths(day, many))
  const date = addWorkingDays(day, many)
  return endOf(date.official ? date.date : date.provisional)
}
