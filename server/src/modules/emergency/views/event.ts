import { sql } from 'kysely'
import type { EventView } from '#api/emergency.ts'
import { SERVES } from '#api/roles.ts'
import { maskName } from '#server/modules/residents/index.ts'
import { accountInReach, peopleInReach } from '#server/platform/database/index.ts'
import type { Work } from '#server/platform/work.ts'
import { countEvents, requireEvent, rowOf, sumOf, type CountLine } from './events.ts'

const MOST_NAMED = 10

/** One event with its counts by village and checker; for those who serve, who is still outstanding. */
export async function showEvent(work: Work, id: string): Promise<EventView> {
  const event = await requireEvent(work, id)
  const lines = await countEvents(work, [id])
  const open = lines.filter(({ village }) => village !== null)
  return {
    ...rowOf(work, event, sumOf(lines)), hidden: sumOf(lines.filter(({ village }) => village === null)).all,
    byVillage: await byVillage(work, open), byChecker: await byChecker(work, open), outstanding: await outstandingOf(work, id),
  }
}

const grouped = <K>(lines: readonly CountLine[], keyOf: (line: CountLine) => K) =>
  [...Map.groupBy(lines, keyOf)].map(([key, some]) => ({ key, counts: sumOf(some) }))

async function byVillage({ tx }: Work, lines: readonly CountLine[]) {
  const groups = grouped(lines, ({ village }) => village!)
  const names = await namesIn(groups.length === 0 ? [] : (await sql<Named>`select code as id, name from place where code = any (${groups.map(({ key }) => key)}::int8[])`.execute(tx)).rows)
  return groups.map(({ key, counts }) => ({ place: key, name: names.get(key) ?? '', counts })).sort((a, b) => a.place - b.place)
}

async function byChecker({ tx, actor }: Work, lines: readonly CountLine[]) {
  const groups = grouped(lines, ({ checker }) => checker)
  const ids = groups.flatMap(({ key }) => key ?? [])
  const names = await namesIn(ids.length === 0 ? [] : (await sql<Named>`select a.id, a.name from account a where a.id = any (${ids}::uuid[]) and ${accountInReach(actor, 'a')}`.execute(tx)).rows)
  return groups.map(({ key, counts }) => ({ checker: key !== null && names.has(key) ? key : null, name: key === null ? null : names.get(key) ?? '', counts }))
    .sort((a, b) => b.counts.all - b.counts.safe - (a.counts.all - a.counts.safe))
}

interface Named { id: string | number; name: string }
const namesIn = async (rows: readonly Named[]) => new Map<string | number, string>(rows.map(({ id, name }) => [id, name]))

async function outstandingOf({ tx, actor }: Work, event: string): Promise<EventView['outstanding']> {
  if (!(SERVES as readonly string[]).includes(actor.role)) return []
  const found = await sql<EventView['outstanding'][number]>`
    select f.name, coalesce(l.name, '') as "villageName", c.state from event_check c join resident_file f on f.id = c.file and f.cell = c.cell and ${peopleInReach(actor, 'f')}
    left join place l on l.code = c.place
    where c.event = ${event}::uuid and c.state in ('help', 'missed') and ${peopleInReach(actor, 'c')} order by c.state, c.misses desc, c.place, c.id limit ${MOST_NAMED}`.execute(tx)
  return found.rows.map((row) => ({ ...row, name: maskName(row.name) }))
}
