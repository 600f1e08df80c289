import { sql } from 'kysely'
import type { CheckCounts, EventRow } from '#api/emergency.ts'
import { standardsOn } from '#server/modules/standards/index.ts'
import { kept, networkInReach } from '#server/platform/database/index.ts'
import { todayIn } from '#server/platform/days.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Work } from '#server/platform/work.ts'
import { codeOf } from '../rules/area.ts'
import { addTo, noCounts } from '../rules/marks.ts'

const SHOWN = 20
const SMALLEST_TOTAL = 10

interface FoundEvent extends Omit<EventRow, 'begunAt' | 'endedAt' | 'code' | 'counts' | 'mayClose'> {
  begunAt: Date
  endedAt: Date | null
  inReach: boolean
}

/** Events that touch this post's reach: open ones first, then the last ones that ended. `only` one of them. */
async function findEvents({ tx, actor }: Work, only?: string): Promise<FoundEvent[]> {
  const found = await sql<FoundEvent>`${kept}
    select e.id, e.version, e.kind, e.level, e.groups, e.words, e.begun_at as "begunAt", e.ended_at as "endedAt", e.opened_by_name as "openedByName", ${networkInReach(actor, 'e')} as "inReach",
      array(select json_build_object('place', a.code, 'name', coalesce(p.name, '')) from unnest(e.area) with ordinality a (code, n) left join place p on p.code = a.code order by a.n) as area
    from app.events_here() e where ${only === undefined ? sql`true` : sql`e.id = ${only}::uuid`}
    order by (e.ended_at is not null), e.begun_at desc, e.id limit ${SHOWN}`.execute(tx)
  return found.rows
}

export async function requireEvent(work: Work, id: string): Promise<FoundEvent> {
  const [event] = await findEvents(work, id)
  if (!event) throw new Refusal('event.not-found')
  return event
}

/** May end an event: those who may open one, where the whole of its area is theirs. */
const CLOSERS = ['station_head', 'general_supervisor', 'county_bureau']
export const rowOf = ({ actor }: Work, { inReach, begunAt, endedAt, ...event }: FoundEvent, counts: CheckCounts): EventRow => ({
  ...event, code: codeOf(event.id, todayIn('Asia/Shanghai', begunAt)), begunAt: begunAt.toISOString(), endedAt: endedAt?.toISOString() ?? null,
  mayClose: endedAt === null && inReach && CLOSERS.includes(actor.role), counts,
})

export async function listEvents(work: Work): Promise<{ rows: EventRow[] }> {
  const events = await findEvents(work)
  const lines = await countEvents(work, events.map(({ id }) => id))
  return { rows: events.map((event) => rowOf(work, event, sumOf(lines.filter((line) => line.event === event.id)))) }
}

export interface CountLine {
  event: string
  /** Null for protected people, who are counted at their county. */
  village: number | null
  checker: string | null
  state: keyof Omit<CheckCounts, 'all' | 'twice'>
  twice: boolean
  n: number
}

/** How the lists stand, in lines to be added up as one likes. */
export async function countEvents(work: Work, events: readonly string[]): Promise<CountLine[]> {
  if (events.length === 0) return []
  const misses = (await standardsOn(work, work.actor.place, work.today)).number('emergency.escalate_misses')
  return (await sql<CountLine>`
    select event, village, checker, state, misses >= ${misses} as twice, sum(n)::int as n
    from app.event_counts(${[...events]}::uuid[], ${SMALLEST_TOTAL}) group by 1, 2, 3, 4, 5`.execute(work.tx)).rows
}

export function sumOf(lines: readonly CountLine[]): CheckCounts {
  const counts = noCounts()
  for (const { state, n, twice } of lines) addTo(counts, state, n, twice)
  return counts
}

