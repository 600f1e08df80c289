import { type RawBuilder, sql } from 'kysely'
import type { TableRow } from '#api/indicators.ts'
import { listableTags, maskName } from '#server/modules/records/index.ts'
import type { Standards } from '#server/modules/standards/index.ts'
import { networkInReach, peopleByReach, peopleInReach } from '#server/platform/database/index.ts'
import type { DayRange } from '#server/platform/days.ts'
import type { Work } from '#server/platform/work.ts'
import type { Scope } from '../rules/scope.ts'
import { RISKS, SEXES } from '../rules/words.ts'
import { countTo, inScope, type Ledger } from './ledger-lines.ts'
import { modeTitle } from './titles.ts'

export type Cell = TableRow['cells'][number]
export interface LinesQuestion {
  scope: Scope
  range: DayRange
  standards: Standards
  masked: boolean
  after?: string | undefined
  limit: number
}
/** A line of a ledger whose columns a pack gives. */
export interface PackLine {
  key: string
  page: TableRow['page']
  /** The services whose forms answer its columns. */
  services: string[]
  /** The colleague it is about. */
  account?: string
  /** The form as filled in that it stands for. */
  form?: string
  facts: Record<string, Cell>
}
interface Found {
  id: string
  day: string
  name: string | null
  sex: number | null
  age: number | null
  tags: string[]
  worker: string
  station: string | null
  village: string | null
}

const dateAndId = (after: string | undefined) => after?.split(' ') ?? []
const reached = ({ actor }: Work, { scope }: LinesQuestion, alias: string) => (scope.served ? peopleByReach : peopleInReach)(actor, alias)

async function pageOf<Row extends Found>({ tx }: Work, rows: readonly Row[], limit: number, all: RawBuilder<unknown>, line: (row: Row) => PackLine): Promise<Ledger<PackLine>> {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return { lines: shown.map(line), next: rows.length > limit && last ? `${last.day} ${last.id}` : null, count: await countTo(tx, all) }
}

const person = ({ standards, masked }: LinesQuestion, { name, sex, age, tags, worker, station, village }: Found): Record<string, Cell> => ({
  name: name && masked ? maskName(name) : name, sex: sex === null ? null : SEXES[sex] ?? null, age, worker, station, village,
  tags: (masked ? listableTags(standards, tags) : tags).map((tag) => standards.tag(tag)?.title.zh ?? tag).join('、') || null,
})

interface FoundService extends Found {
  number: string | null; title: string; method: string; source: string; closed: string | null; reason: string | null; gaps: number; contacts: Record<string, number> | null
  sessions: number; heads: number; first: string | null; last: string | null; members: number; present: number; marked: number; set: number; rated: number; reached: number
}

/** Services that ran within the range. Protected ones are counted at their county and listed nowhere. */
export async function serviceLines(work: Work, question: LinesQuestion, counts: readonly string[]): Promise<Ledger<PackLine>> {
  const { tx, actor } = work
  const { scope, range, after, limit } = question
  const [day, id] = dateAndId(after)
  const all = sql`from service s where ${reached(work, question, 's')} and not s.protected and s.counts = any (${[...counts]}::text[]) and s.accepted_on <= ${range.to}::date
    and (s.closed_on is null or s.closed_on >= ${range.from}::date) and ${inScope(scope, 's')}`
  const { rows } = await sql<FoundService>`
    select s.id, s.accepted_on as day, f.name, s.sex, s.age, s.tags, s.worker_name as worker, o.name as station, p.name as village, s.number, s.title, s.method, s.source, s.closed_on as closed, s.close_reason as reason,
      cardinality(s.gaps) as gaps, c.contacts, coalesce(c.sessions, 0) as sessions, coalesce(c.heads, 0) as heads, c.first, c.last,
      (select count(*)::int4 from service_person m where m.service = s.id and m.state in ('in', 'left') and ${peopleInReach(actor, 'm')}) as members, a.present, a.marked, g.set, g.rated, g.reached
    from (select s.* ${all} ${day && id ? sql`and (s.accepted_on, s.id) > (${day}::date, ${id}::uuid)` : sql``} order by s.accepted_on, s.id limit ${limit + 1}) s
    left join resident_file f on f.id = s.client and f.cell = s.cell and ${peopleInReach(actor, 'f')} left join place p on p.code = s.served_place left join station o on o.id = s.station and ${networkInReach(actor, 'o')}
    cross join lateral (select jsonb_object_agg(k.way, k.n) as contacts, sum(k.n)::int4 as sessions, sum(k.heads)::int4 as heads, min(k.first) as first, max(k.last) as last
      from (select case r.kind when 'session' then r.mode else r.kind end as way, count(*) as n, sum(r.heads) as heads, min(r.occurred_on) as first, max(r.occurred_on) as last
        from record r where r.service = s.id and r.voided_at is null and ${peopleInReach(actor, 'r')} group by 1) k) c
    cross join lateral (select count(*) filter (where t.state <> 'absent')::int4 as present, count(*)::int4 as marked from attendance t where t.service = s.id and ${peopleInReach(actor, 't')}) a
    cross join lateral (select count(*)::int4 as set, count(q.attained)::int4 as rated, count(*) filter (where q.attained > 0)::int4 as reached from service_goal q where q.service = s.id and ${peopleInReach(actor, 'q')}) g
    order by s.accepted_on, s.id`.execute(tx)
  return pageOf(work, rows, limit, sql`select 1 ${all}`, (row) => ({
    key: row.id, services: [row.id], page: actor.people === 'full' ? { kind: 'service', id: row.id } : undefined, facts: { ...person(question, row), ...serviceFacts(question.standards, row) },
  }))
}

function serviceFacts(standards: Standards, row: FoundService): Record<string, Cell> {
  const reasons = standards.methods().find(({ key }) => key === row.method)?.close.reasons ?? ''
  return {
    number: row.number, title: row.title || null, method: modeTitle(standards, row.method), source: standards.code('case-source', row.source)?.title.zh ?? null, accepted: row.day, sessions: row.sessions,
    first: row.first, last: row.last, members: row.members, heads: row.heads, rate: row.marked === 0 ? null : Math.floor((row.present * 1000) / row.marked) / 10,
    contacts: Object.entries(row.contacts ?? {}).map(([way, n]) => `${CONTACTS[way] ?? modeTitle(standards, way)} ${n}`).join('、') || '0',
    goals: row.set === 0 ? null : row.rated === 0 ? `${row.set} 项，未评` : `${row.set} 项，达成或部分达成 ${row.reached} 项`,
    closed: row.closed ?? '在办', reason: row.closed === null ? '' : standards.code(reasons, row.reason ?? '')?.title.zh ?? row.reason, complete: complete(row.gaps),
  }
}
const CONTACTS: Record<string, string> = { visit: '走访', call: '电话', consultation: '咨询', activity: '活动' }
const complete = (gaps: number | null): string | null => (gaps === null ? null : gaps === 0 ? '齐全' : `缺 ${gaps} 项`)

/** Records of these kinds, with the service they belong to. */
export async function recordPackLines(work: Work, question: LinesQuestion, kinds: readonly string[]): Promise<Ledger<PackLine>> {
  const { tx, actor } = work
  const { scope, range, standards, after, limit } = question
  const [day, id] = dateAndId(after)
  const all = sql`from record r where ${reached(work, question, 'r')} and not r.protected and r.voided_at is null and r.kind = any (${[...kinds]}::text[])
    and r.occurred_on between ${range.from}::date and ${range.to}::date and ${inScope(scope, 'r')}`
  type Row = Found & { title: string | null; mode: string; heads: number; groups: Record<string, number>; photos: number; service: string | null; gaps: number | null }
  const { rows } = await sql<Row>`
    select r.id, r.occurred_on as day, null as name, null::int4 as sex, null::int4 as age, '{}'::text[] as tags, r.worker_name as worker, o.name as station, p.name as village, coalesce(r.title, nullif(s.title, '')) as title, r.mode, r.heads,
      r.head_groups as groups, (select count(*)::int4 from record_photo x where x.record = r.id and ${peopleInReach(actor, 'x')}) as photos, s.id as service, cardinality(s.gaps) as gaps
    from (select r.* ${all} ${day && id ? sql`and (r.occurred_on, r.id) > (${day}::date, ${id}::uuid)` : sql``} order by r.occurred_on, r.id limit ${limit + 1}) r
    left join service s on s.id = r.service and ${peopleInReach(actor, 's')} left join place p on p.code = r.served_place left join station o on o.id = r.station and ${networkInReach(actor, 'o')} order by r.occurred_on, r.id`.execute(tx)
  return pageOf(work, rows, limit, sql`select 1 ${all}`, (row) => ({
    key: row.id, services: row.service === null ? [] : [row.service], page: { kind: 'record', id: row.id },
    facts: {
      ...person(question, row), day: row.day, title: row.title, mode: modeTitle(standards, row.mode), heads: row.heads, photos: row.photos === 0 ? null : `照片 ${row.photos}`, complete: complete(row.gaps),
      groups: Object.entries(row.groups).filter(([tag]) => !question.masked || listableTags(standards, [tag]).length > 0).map(([tag, n]) => `${standards.tag(tag)?.title.zh ?? tag} ${n}`).join('、') || null,
    },
  }))
}

/** People of these groups with a file in the range, and how they were visited in it. Nobody of a guarded group is listed for whom names are masked. */
export async function peopleLines(work: Work, question: LinesQuestion, tags: readonly string[]): Promise<Ledger<PackLine>> {
  const { tx, actor } = work
  const { scope, range, standards, after, limit, masked } = question
  const shown = masked ? listableTags(standards, [...tags]) : tags
  const [day, id] = dateAndId(after)
  const where = scope.stations ? sql`f.station = any (${scope.stations}::uuid[])` : scope.served ? sql`f.place between ${scope.served[0]}::int8 and ${scope.served[1]}::int8`
    : scope.worker ? sql`f.worker = ${scope.worker}::uuid` : sql`f.opened_contract = ${scope.contract}::uuid`
  const all = sql`from resident_file f where ${reached(work, question, 'f')} and not f.protected and ${where} and f.opened_on <= ${range.to}::date and (f.closed_on is null or f.closed_on >= ${range.from}::date)
    and f.merged_into is null and exists (select from resident_tag t where t.file = f.id and t.tag = any (${[...shown]}::text[]) and t.from_on <= ${range.to}::date
      and (t.until_on is null or t.until_on >= ${range.from}::date) and ${peopleInReach(actor, 't')})`
  type Row = Found & { born: string | null; risk: string; visits: { on: string; mode: string }[]; services: { id: string; method: string }[]; closed: string | null; why: string | null }
  const { rows } = await sql<Row>`
    select f.id, f.opened_on as day, f.name, f.sex, null::int4 as age, f.birth_on as born, f.risk, coalesce(w.name, '') as worker, o.name as station, p.name as village, f.closed_on as closed, f.closed_why as why,
      array(select t.tag from resident_tag t where t.file = f.id and t.tag = any (${[...shown]}::text[]) and t.from_on <= ${range.to}::date and (t.until_on is null or t.until_on >= ${range.from}::date) and ${peopleInReach(actor, 't')} order by t.tag) as tags,
      coalesce((select jsonb_agg(jsonb_build_object('on', q.occurred_on, 'mode', q.mode) order by q.occurred_on) from record_person q where q.file = f.id and not q.voided and q.kind in ('visit', 'call')
        and q.occurred_on between ${range.from}::date and ${range.to}::date and ${peopleInReach(actor, 'q')}), '[]') as visits,
      coalesce((select jsonb_agg(jsonb_build_object('id', s.id, 'method', s.method) order by s.opened_on) from service s where s.client = f.id and s.state in ('open', 'closed') and not s.protected and ${peopleInReach(actor, 's')}), '[]') as services
    from (select f.* ${all} ${day && id ? sql`and (f.opened_on, f.id) > (${day}::date, ${id}::uuid)` : sql``} order by f.opened_on, f.id limit ${limit + 1}) f
    left join account w on w.id = f.worker left join place p on p.code = f.place left join station o on o.id = f.station and ${networkInReach(actor, 'o')} order by f.opened_on, f.id`.execute(tx)
  return pageOf(work, rows, limit, sql`select 1 ${all}`, (row) => ({
    key: row.id, services: row.services.map((one) => one.id), page: { kind: 'file', id: row.id },
    facts: {
      ...person(question, row), worker: row.worker || null, born: row.born?.slice(0, 7) ?? null, risk: RISKS[row.risk] ?? row.risk,
      visits: row.visits.map(({ on, mode }) => `${on} ${modeTitle(standards, mode)}`).join('、') || null, method: [...new Set(row.services.map(({ method }) => modeTitle(standards, method)))].join('、') || null,
      left: row.closed === null ? '' : `${row.closed} ${LEFT[row.why ?? ''] ?? row.why ?? ''}`,
    },
  }))
}
export const LEFT: Record<string, string> = { died: '去世', 'moved-away': '迁出', institution: '入住机构', 'not-needed': '不再需要', merged: '并档', 'category-changed': '类别变更' }
