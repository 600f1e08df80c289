import { type RawBuilder, sql } from 'kysely'
import type { FigureOnly, FigureRow } from '#api/indicators.ts'
import { maskName } from '#server/modules/records/index.ts'
import { type CountMeasure, inWords, type Standards, type Text } from '#server/modules/standards/index.ts'
import { networkInReach, peopleByReach, peopleInReach } from '#server/platform/database/index.ts'
import type { DayRange } from '#server/platform/days.ts'
import type { Work } from '#server/platform/work.ts'
import { recordedUnder } from '../rules/items.ts'
import { isOfServices, methodsOf } from '../rules/measure.ts'
import { placesInside, type Scope } from '../rules/scope.ts'
import { KINDS, KINDS_EN } from '../rules/words.ts'
import { modeTitle } from './titles.ts'

interface Question {
  measure: CountMeasure
  scope: Scope
  range: DayRange
  only: FigureOnly
  after?: string | undefined
  limit: number
}
interface Found {
  kind: FigureRow['kind']
  id: string
  day: string
  sort: string
  mode: string
  item: string
  title: string | null
  result: string | null
  station: string
  place: string
  worker: string
  names: string[]
  heads: number
  minutes: number
}

/** The facts behind a figure that the reader may see, newest first. */
export async function listFigureRows(work: Work, standards: Standards, question: Question): Promise<{ rows: FigureRow[]; next: string | null }> {
  const { measure, limit, after } = question
  const arms: RawBuilder<unknown>[] = []
  if (measure.count.some((kind) => !['need-found', 'need-met', 'file-opened'].includes(kind) && !isOfServices(kind))) arms.push(recordArm(work, standards, question))
  for (const kind of measure.count.filter(isOfServices)) arms.push(serviceArm(work, standards, question, kind))
  if (measure.count.includes('need-found')) arms.push(needArm(work, standards, question, 'need-found'))
  if (measure.count.includes('need-met')) arms.push(needArm(work, standards, question, 'need-met'))
  if (measure.count.includes('file-opened')) arms.push(fileArm(work, question))
  const [day, id] = after?.split(' ') ?? []
  const found = await sql<Found>`
    select f.*, s.name as station, p.name as place from (${sql.join(arms, sql` union all `)}) f left join station s on s.id = f.at_station and ${networkInReach(work.actor, 's')} left join place p on p.code = f.served_place
    ${day && id ? sql`where (f.day, f.id) < (${day}::date, ${id}::uuid)` : sql``} order by f.day desc, f.id desc limit ${limit + 1}`.execute(work.tx)
  const rows = found.rows.slice(0, limit)
  const last = rows.at(-1)
  return { rows: rows.map((row) => rowOf(work, standards, row)), next: found.rows.length > limit && last ? `${last.day} ${last.id}` : null }
}

function rowOf({ actor, language }: Work, standards: Standards, row: Found): FigureRow {
  const words = (found: { title: Text } | undefined, key: string) => (key === '' ? '' : found ? inWords(found.title, language) : key)
  const kind = (language === 'en' ? KINDS_EN : KINDS)[row.sort] ?? row.sort
  const what = [kind, row.mode === '' ? '' : modeTitle(standards, row.mode, language), row.title ?? '', words(standards.item(row.item), row.item)].filter(Boolean).join(' · ')
  return {
    kind: row.kind, id: row.id, day: row.day, what, station: row.station ?? '', place: row.place ?? '', worker: row.worker ?? '', heads: row.heads, minutes: row.minutes,
    names: row.names.map((name) => (actor.people === 'full' ? name : maskName(name))),
    result: row.sort === 'milestone' ? words(standards.methods().find(({ key }) => key === row.mode)?.milestones?.find(({ key }) => key === row.result), row.result ?? '') : words([...RESULT_LISTS, ...standards.methods().map(({ close }) => close.reasons)].map((list) => standards.code(list, row.result ?? '')).find(Boolean), row.result ?? ''),
  }
}


const RESULT_LISTS = ['visit-result', 'need-outcome']

/** A place's facts are led to by the reader's reach, all others by their station, contract or worker. */
const inReach = ({ scope }: Question) => (scope.served ? peopleByReach : peopleInReach)

/** Where a fact has a mode at all, what it is. */
const MODE: Record<string, RawBuilder<unknown>> = { r: sql`r.mode`, s: sql`s.method` }

function common({ scope, only, measure }: Question, alias: string): RawBuilder<unknown>[] {
  const column = (name: string) => sql.ref(`${alias}.${name}`)
  const all: RawBuilder<unknown>[] = []
  if (scope.stations) all.push(sql`${column(alias === 'f' ? 'opened_station' : 'station')} = any (${scope.stations}::uuid[])`)
  if (scope.contract) all.push(sql`${column(alias === 'f' ? 'opened_contract' : 'contract')} = ${scope.contract}::uuid`)
  for (const worker of [scope.worker, only.worker]) if (worker) all.push(alias === 'f' ? sql`false` : sql`${column('worker')} = ${worker}::uuid`)
  for (const range of [scope.served, only.place === undefined ? null : placesInside(only.place)]) {
    if (range) all.push(sql`${column(alias === 'f' ? 'opened_village' : 'served_place')} between ${range[0]}::int8 and ${range[1]}::int8`)
  }
  const mode = MODE[alias]
  for (const some of [measure.modes, only.mode === undefined ? undefined : [only.mode]]) if (some) all.push(mode ? sql`${mode} = any (${[...some]}::text[])` : sql`false`)
  if (measure.where?.kind) all.push(mode ? sql`${alias === 'r' ? sql`case r.kind when 'session' then r.method else r.mode end` : mode} = any (${[...measure.where.kind]}::text[])` : sql`false`)
  return all
}

const items = (standards: Standards, { measure, only }: Question): readonly (readonly string[])[] => [
  ...(measure.where?.item ? [measure.where.item.flatMap((item) => recordedUnder(standards, item))] : []),
  ...(only.item === undefined ? [] : [recordedUnder(standards, only.item)]),
]

function recordArm({ actor }: Work, standards: Standards, question: Question) {
  const { measure, range, only } = question
  const { where = {} } = measure
  const all = [...common(question, 'r'), ...items(standards, question).map((some) => sql`r.item = any (${[...some]}::text[])`)]
  if (where.result) all.push(sql`(r.kind not in ('visit', 'call') or r.result = any (${[...where.result]}::text[]))`)
  const methods = methodsOf(measure, standards)
  if (methods) all.push(sql`(r.kind <> 'session' or r.method = any (${methods}::text[]))`)
  const person: RawBuilder<unknown>[] = []
  if (where.age?.from !== undefined) person.push(sql`x.age >= ${where.age.from}`)
  if (where.age?.to !== undefined) person.push(sql`x.age <= ${where.age.to}`)
  if (measure.of === 'people' || measure.of === 'households') person.push(sql`true`)
  const tags = [...(where.tag ? [[...where.tag]] : []), ...(only.tag ? [[only.tag]] : [])]
  // An activity counts a group by its head count too, where nobody of it is named.
  const counted = (some: string[]) => (person.length > 0 ? sql`false` : sql`r.head_groups ?| ${some}::text[]`)
  for (const some of tags) all.push(sql`(${counted(some)} or exists (select from record_person x where x.record = r.id and x.cell = r.cell and ${peopleInReach(actor, 'x')} and x.tags && ${some}::text[]))`)
  if (person.length > 0) all.push(sql`exists (select from record_person x where x.record = r.id and x.cell = r.cell and ${peopleInReach(actor, 'x')} and ${sql.join(person, sql` and `)})`)
  return sql`select 'record' as kind, r.id, r.occurred_on as day, r.kind as sort, r.mode, r.item, r.title, r.result, r.station as at_station, r.served_place, r.worker_name as worker,
      coalesce((select array_agg(y.name order by y.name) from record_person x join resident_file y on y.id = x.file and y.cell = x.cell where x.record = r.id and x.cell = r.cell and ${peopleInReach(actor, 'y')}), '{}') as names,
      r.heads, r.minutes
    from record r where ${inReach(question)(actor, 'r')} and r.voided_at is null and r.kind = any (${[...measure.count]}::text[]) and r.occurred_on between ${range.from}::date and ${range.to}::date
      ${all.length > 0 ? sql`and ${sql.join(all, sql` and `)}` : sql``}`
}

function needArm({ actor }: Work, standards: Standards, question: Question, kind: 'need-found' | 'need-met') {
  const { measure, range, only } = question
  const all = [...common(question, 'n'), ...items(standards, question).map((some) => sql`n.item = any (${[...some]}::text[])`)]
  if (kind === 'need-met' && measure.where?.outcome) all.push(sql`n.outcome = any (${[...measure.where.outcome]}::text[])`)
  for (const some of [measure.where?.tag, only.tag === undefined ? undefined : [only.tag]]) if (some) all.push(sql`n.tags && ${[...some]}::text[]`)
  const on = kind === 'need-found' ? sql`n.found_on` : sql`n.closed_on`
  return sql`select 'need' as kind, n.id, ${on} as day, ${kind} as sort, '' as mode, n.item, null as title, n.outcome as result, n.station as at_station, n.served_place, n.worker_name as worker,
      coalesce((select array_agg(y.name) from resident_file y where y.id = n.file and y.cell = n.cell and ${peopleInReach(actor, 'y')}), '{}') as names, case when n.file is null then 0 else 1 end as heads, 0 as minutes
    from need n where ${inReach(question)(actor, 'n')} and n.voided_at is null and ${on} between ${range.from}::date and ${range.to}::date ${kind === 'need-met' ? sql`and n.state = 'closed'` : sql``}
      ${all.length > 0 ? sql`and ${sql.join(all, sql` and `)}` : sql``}`
}

/** Services taken on, closed, or that reached something in the range; of those open, all taken on by its end and not closed by then. */
function serviceArm({ actor }: Work, standards: Standards, question: Question, kind: string) {
  const { measure, range, only } = question
  const all = [...common(question, 's'), ...items(standards, question).map((some) => sql`s.item = any (${[...some]}::text[])`)]
  const closed = kind.endsWith('-closed')
  if (closed && measure.where?.result) all.push(sql`s.close_reason = any (${[...measure.where.result]}::text[])`)
  for (const some of [measure.where?.tag, only.tag === undefined ? undefined : [only.tag]]) if (some) all.push(sql`s.tags && ${[...some]}::text[]`)
  if (measure.where?.age?.from !== undefined) all.push(sql`s.age >= ${measure.where.age.from}`)
  if (measure.where?.age?.to !== undefined) all.push(sql`s.age <= ${measure.where.age.to}`)
  if (measure.of === 'open') all.push(sql`(s.closed_on is null or s.closed_on > ${range.to}::date)`)
  const reached = kind === 'milestone'
  if (reached) all.push(sql`m.key = any (${[...(measure.where?.result ?? [])]}::text[])`)
  const on = reached ? sql`m.value::date` : closed ? sql`s.closed_on` : sql`s.accepted_on`
  const counted = reached ? sql`true` : sql`s.counts = any (${kind.startsWith('service') ? ['service', 'activity'] : [kind.replace('-closed', '')]}::text[])`
  return sql`select 'service' as kind, s.id, ${on} as day, ${kind} as sort, s.method as mode, s.item, nullif(s.title, '') as title, ${reached ? sql`m.key` : closed ? sql`s.close_reason` : sql`null`} as result,
      s.station as at_station, s.served_place, s.worker_name as worker,
      coalesce((select array_agg(y.name) from resident_file y where y.id = s.client and y.cell = s.cell and ${peopleInReach(actor, 'y')}), '{}') as names,
      case when s.client is null then 0 else 1 end as heads, 0 as minutes
    from service s ${reached ? sql`cross join lateral jsonb_each_text(s.milestones) m` : sql``} where ${inReach(question)(actor, 's')} and s.accepted_on is not null and ${counted}
      and ${on} between ${range.from}::date and ${range.to}::date ${all.length > 0 ? sql`and ${sql.join(all, sql` and `)}` : sql``}`
}

function fileArm({ actor }: Work, question: Question) {
  const { measure, range, only } = question
  const all = common(question, 'f')
  for (const some of [measure.where?.tag, only.tag === undefined ? undefined : [only.tag]]) if (some) all.push(sql`f.opened_tags && ${[...some]}::text[]`)
  if (only.item) all.push(sql`false`)
  return sql`select 'file' as kind, f.id, f.opened_on as day, 'file-opened' as sort, '' as mode, '' as item, null as title, null as result, f.opened_station as at_station, f.opened_village as served_place,
      '' as worker, array[f.name] as names, 1 as heads, 0 as minutes
    from resident_file f where ${inReach(question)(actor, 'f')} and (f.closed_why is null or f.closed_why not in ('merged', 'import-undone')) and f.opened_on between ${range.from}::date and ${range.to}::date
      ${all.length > 0 ? sql`and ${sql.join(all, sql` and `)}` : sql``}`
}
