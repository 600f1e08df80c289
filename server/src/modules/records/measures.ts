import type { Fact } from './events.ts'

/** One countable change. `tag` '' is the fact itself; a group it belongs to adds a row of its own. */
export interface Measured {
  cell: number
  place: number
  /** Null: a protected fact, of which only its county is told. */
  station: string | null
  servedPlace: number
  day: string
  measure: string
  mode: string
  /** How it ended: the result of a contact, the outcome of a need; for a task whether the contract covers it; for a session its way of serving; '' where there is none. */
  result: string
  item: string
  tag: string
  worker: string | null
  contract: string | null
  n: number
  heads: number
  households: number
  minutes: number
}

/**
 * What a record adds to the figures. 人次 is `heads`: one for each person of a contact, the head count of an activity.
 * Protected facts are placed at their county, so that no smaller figure tells of them.
 */
export function measuresOfRecord(fact: Fact): Measured[] {
  const county = fact.cell * 1_000_000
  const base = {
    cell: fact.cell, place: fact.protected ? county : fact.place, station: fact.protected ? null : fact.station, servedPlace: fact.protected ? county : fact.servedPlace, day: fact.occurredOn,
    measure: fact.kind, mode: fact.mode, result: resultOf(fact), item: fact.item,
    worker: fact.protected ? null : fact.worker, contract: fact.contract,
  }
  const rows: Measured[] = [{ ...base, tag: '', n: 1, heads: fact.heads, households: fact.households, minutes: fact.minutes }]
  const byTag = new Map<string, number>(Object.entries(fact.headGroups))
  for (const person of fact.people) for (const tag of person.tags) if (!(tag in fact.headGroups)) byTag.set(tag, (byTag.get(tag) ?? 0) + 1)
  for (const [tag, heads] of byTag) rows.push({ ...base, tag, n: 1, heads, households: Math.min(heads, fact.households), minutes: fact.minutes })
  return rows
}

const resultOf = ({ kind, method, inContract, result }: Fact): string =>
  kind === 'session' ? method : kind === 'task' ? (inContract ? 'in-contract' : 'outside-contract') : result ?? ''
