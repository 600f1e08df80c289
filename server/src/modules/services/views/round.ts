import { sql } from 'kysely'
import type { HomeCounts, HomeRow, HomesPage, HomesQuery, HomeState, RoundView } from '#api/rounds.ts'
import { doorOf, openContacts } from '#server/modules/residents/index.ts'
import { leaveView } from '#server/platform/audit.ts'
import { peopleInReach } from '#server/platform/database/index.ts'
import { ageOn } from '#server/platform/days.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Work } from '#server/platform/work.ts'
import { byNearness, type Door } from '../rules/nearness.ts'
import { judgeOf } from '../store/facts.ts'
import { requireService, type ServiceRowOfTable } from '../store/services.ts'

const MOST_LINES = 500

async function requireRound(work: Work, id: string) {
  const row = await requireService(work, id)
  const judge = await judgeOf(work, row)
  if (!judge.method.round) throw new Refusal('round.not-here')
  return { row, tries: judge.amount(judge.method.round.tries), to: row.closed_on ?? work.today }
}

/** Homes of the station – a household, or a person without one – each with how it stands after the visits of the round. */
const homes = ({ actor }: Work, s: ServiceRowOfTable, to: string) => sql`
  person as (
    select f.id, coalesce(f.household, f.id) as home, f.place, f.section from resident_file f
    where f.station = ${s.station} and f.closed_on is null and f.merged_into is null and not f.protected and ${peopleInReach(actor, 'f')}),
  met as (
    select p.home, bool_or(q.result in ('normal', 'needs-attention')) as reached, count(distinct q.record)::int4 as tries, (array_agg(q.result order by q.occurred_on desc, q.record desc))[1] as last,
      (array_agg(q.record order by q.occurred_on desc, q.record desc))[1] as record, max(q.occurred_on) as last_on
    from person p join record_person q on q.file = p.id
    where q.kind = 'visit' and q.occurred_on between ${s.opened_on}::date and ${to}::date and not q.voided and ${peopleInReach(actor, 'q')} group by p.home),
  home as (
    select p.home as id, min(p.place) as place, coalesce(min(p.section) filter (where p.section <> ''), '') as section, array_agg(p.id) as files,
      case when bool_or(m.reached) then 'reached' else coalesce(min(m.last), 'open') end as state, coalesce(max(m.tries), 0) as tries, (array_agg(m.record))[1] as record, max(m.last_on) as last_on, min(m.last) as last
    from person p left join met m on m.home = p.home group by p.home)`

const NONE: HomeCounts = { homes: 0, reached: 0, nobody: 0, vacant: 0, refused: 0, open: 0 }

/** Coverage of a round, counted from the visits themselves. */
export async function showRound(work: Work, id: string): Promise<RoundView> {
  const { row, tries, to } = await requireRound(work, id)
  const found = (await sql<{ place: number; placeName: string; section: string; state: HomeState; n: number }>`
    with ${homes(work, row, to)} select h.place, coalesce(l.name, '') as "placeName", h.section, h.state, count(*)::int4 as n
    from home h left join place l on l.code = h.place group by 1, 2, 3, 4 order by 1, 3 limit ${MOST_LINES * 5}`.execute(work.tx)).rows
  const lines = new Map<string, RoundView['lines'][number]>()
  const total = { ...NONE }
  for (const { place, placeName, section, state, n } of found) {
    const line = lines.get(`${place} ${section}`) ?? { place, placeName, section, ...NONE }
    for (const counts of [line, total]) {
      counts.homes += n
      counts[state] += n
    }
    lines.set(`${place} ${section}`, line)
  }
  const inOrder = [...lines.values()].sort((a, b) => a.place - b.place || a.section.localeCompare(b.section, 'zh', { numeric: true }))
  return { from: row.opened_on, to, tries, total, lines: inOrder.slice(0, MOST_LINES) }
}

/** The home of this round where this account was last, or else anybody. */
async function lastHome(work: Work, s: ServiceRowOfTable, to: string): Promise<Door | undefined> {
  const [at] = (await sql<{ place: number; section: string; file: string }>`
    select f.place, f.section, f.id as file from record r join record_person q on q.record = r.id and ${peopleInReach(work.actor, 'q')}
      join resident_file f on f.id = q.file and f.station = ${s.station} and not f.protected and ${peopleInReach(work.actor, 'f')}
    where r.station = ${s.station} and r.kind = 'visit' and r.occurred_on between ${s.opened_on}::date and ${to}::date and r.voided_at is null and ${peopleInReach(work.actor, 'r')}
    order by (r.worker = ${work.actor.account}) desc, r.occurred_on desc, r.recorded_at desc, r.id desc limit 1`.execute(work.tx)).rows
  if (!at) return undefined
  return { ...at, door: doorOf((await openContacts(work, [at.file])).get(at.file)?.address ?? '') }
}

interface Found { id: string; place: number; placeName: string; section: string; files: string[]; state: HomeState; tries: number; lastOn: string | null; last: string | null; workerName: string | null }

/** The homes behind a figure of a round, with their doors: who goes there must find them. Leaves one trace. */
export async function listHomes(work: Work, id: string, { place, section, states, limit }: HomesQuery): Promise<HomesPage> {
  const { row, tries, to } = await requireRound(work, id)
  const { actor, tx } = work
  const last = await lastHome(work, row, to)
  const found = (await sql<Found>`
    with ${homes(work, row, to)} select h.id, h.place, coalesce(l.name, '') as "placeName", h.section, h.files, h.state, h.tries, h.last_on as "lastOn", h.last, r.worker_name as "workerName"
    from home h left join place l on l.code = h.place left join record r on r.id = h.record and ${peopleInReach(actor, 'r')}
    where ${place === undefined ? sql`true` : sql`h.place = ${place}::int8`} and ${section === undefined ? sql`true` : sql`h.section = ${section}`}
      and ${states?.length ? sql`h.state = any (${states}::text[])` : sql`true`}
    order by (h.state in ('open', 'nobody')) desc, h.place = ${last?.place ?? 0}::int8 desc, h.place, h.section = ${last?.section ?? ''} desc, h.section, h.id limit ${limit + 1_000}`.execute(tx)).rows
  const page = found.slice(0, limit)
  const people = await peopleOf(work, page.flatMap(({ files }) => files))
  const contacts = await openContacts(work, page.map(({ files }) => files[0]!))
  const near = byNearness(page, ({ files }) => doorOf(contacts.get(files[0]!)?.address ?? ''), last)
  const rows = near.map(({ id: home, place: _, files, lastOn, last, workerName, ...one }): HomeRow => ({
    ...one, home, address: contacts.get(files[0]!)?.address ?? '', again: one.state === 'nobody' && one.tries < tries, people: files.flatMap((file) => people.get(file) ?? []),
    last: lastOn === null || last === null ? null : { on: lastOn, result: last, workerName: workerName ?? '' },
  }))
  if (rows.length > 0) await leaveView(work, { subject: 'service', subjectId: row.id, cell: row.cell, place: row.place, rows: rows.length, digestOf: [row.id, place, section, rows.map(({ home }) => home)] })
  return { rows, more: found.length - page.length }
}

async function peopleOf({ tx, actor, today }: Work, files: readonly string[]): Promise<Map<string, HomeRow['people'][number]>> {
  const rows = (await sql<{ file: string; name: string; birthOn: string | null; risk: HomeRow['people'][number]['risk'] }>`
    select f.id as file, f.name, f.birth_on as "birthOn", f.risk from resident_file f where f.id = any (${[...files]}::uuid[]) and ${peopleInReach(actor, 'f')}`.execute(tx)).rows
  return new Map(rows.map(({ birthOn, ...one }) => [one.file, { ...one, age: birthOn === null ? null : ageOn(birthOn, today) }]))
}
