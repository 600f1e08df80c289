import { type RawBuilder, sql } from 'kysely'
import type { AnswersPage, AnswersQuery, ServiceView } from '#api/services.ts'
import { leaveView } from '#server/platform/audit.ts'
import type { Form, Method, Standards, Survey } from '#server/modules/standards/index.ts'
import { peopleInReach } from '#server/platform/database/index.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Work } from '#server/platform/work.ts'
import { judgeOf } from '../store/facts.ts'
import { requireService, type ServiceRowOfTable } from '../store/services.ts'
import { filledRow } from './filled.ts'

/** A form that many answer, each with a score; by which questions its answers are told apart, and the sheets of paper that join them. */
interface Asked { form: Form; whom: string; way: string; paper: Survey['paper'] }

/** What a method surveys: as it says itself, else every form strangers fill in that has a score, told apart by the first question a list may be narrowed by. */
function surveyed({ survey, doors = [] }: Method, standards: Standards): Asked[] {
  const forms = (keys: readonly string[]) => [...new Set(keys)].flatMap((key) => standards.form(key) ?? []).filter((form) => form.result !== undefined)
  if (survey) return forms([survey.form]).map((form) => ({ form, whom: survey.whom, way: survey.way, paper: survey.paper }))
  return forms(doors.flatMap(({ to, form }) => (to === 'service' ? [form] : []))).map((form) => ({ form, whom: form.fields.find(({ filter, type }) => filter && type === 'choice')?.key ?? '', way: '', paper: undefined }))
}

const NONE = ''
const isLow = (form: Form, score: number): boolean => form.result?.levels?.some(({ from, to, alarm }) => alarm && score >= from && score <= to) ?? false
const answerTo = ({ actor }: Work, as: string, field: string) => sql`left join form_answer ${sql.ref(as)} on ${sql.ref(`${as}.form`)} = f.id and ${sql.ref(`${as}.cell`)} = f.cell and ${sql.ref(`${as}.field`)} = ${field} and ${sql.ref(`${as}.position`)} = 0 and ${peopleInReach(actor, as)}`

/** Every answer once, and of every tally as many as its sheets, by what was ticked on them. */
function answersOf(work: Work, service: string, { form, whom, way, paper }: Asked): RawBuilder<unknown> {
  const { actor } = work
  const alarms = form.result?.levels?.filter(({ alarm }) => alarm).map(({ key }) => key) ?? []
  const here = (key: string) => sql`f.service = ${service}::uuid and f.form = ${key} and f.voided_at is null and ${peopleInReach(actor, 'f')}`
  const single = sql`
    select f.id, coalesce(g.text_value, '') as whom, coalesce(w.text_value, '') as way, 1 as n, f.score, coalesce(f.level = any (${alarms}::text[]), false) as low, false as paper
    from service_form f ${answerTo(work, 'g', whom)} ${answerTo(work, 'w', way)} where ${here(form.key)}`
  if (!paper) return single
  const scores = Object.entries(paper.scores)
  return sql`${single} union all
    select f.id, coalesce(g.text_value, ''), ${paper.way}, c.int_value::int4, k.score, k.low, true
    from service_form f ${answerTo(work, 'g', paper.whom)} join form_answer c on c.form = f.id and c.cell = f.cell and c.int_value > 0 and ${peopleInReach(actor, 'c')}
    join unnest(${scores.map(([field]) => field)}::text[], ${scores.map(([, score]) => score)}::int4[], ${scores.map(([, score]) => isLow(form, score))}::bool[]) k (field, score, low) on k.field = c.field
    where ${here(paper.form)}`
}

interface Line { whom: string | null; way: string | null; answers: number; mean: number | null; low: number }

/** What a survey has come to: answers, mean score and the dissatisfied, together, by who answered and by how the answer came. */
export async function resultsOf(work: Work, s: Pick<ServiceRowOfTable, 'id'>, method: Method, standards: Standards): Promise<ServiceView['results']> {
  const results: ServiceView['results'] = []
  for (const asked of surveyed(method, standards)) {
    const { rows } = await sql<Line>`
      select whom, way, sum(n)::int4 as answers, round(sum(n * score) filter (where score is not null) / nullif(sum(n) filter (where score is not null), 0)::numeric)::int4 as mean,
        coalesce(sum(n) filter (where low), 0)::int4 as low
      from (${answersOf(work, s.id, asked)}) a group by grouping sets ((), (whom), (way)) having count(*) > 0 order by grouping(whom, way) desc, 3 desc, 1, 2`.execute(work.tx)
    const lines = (by: 'whom' | 'way', field: string) => rows.flatMap(({ answers, mean, low, ...keys }) => (keys[by] === null ? [] : [{ key: keys[by], title: titleOf(standards, asked.form, field, keys[by]), answers, mean, low }]))
    const all = rows.filter(({ whom, way }) => whom === null && way === null).map(({ answers, mean, low }) => ({ key: null, title: null, answers, mean, low }))
    results.push({ form: asked.form.key, title: asked.form.title, groups: [...all, ...lines('whom', asked.whom).filter(({ key }) => key !== NONE)], ways: asked.way === '' ? [] : lines('way', asked.way) })
  }
  return results
}

function titleOf(standards: Standards, { fields }: Form, field: string, key: string) {
  const found = fields.find((one) => one.key === field)
  return (found?.options ?? (found?.list ? standards.codes(found.list) : [])).find((option) => option.key === key)?.title ?? null
}

/** The answers and tallies behind a figure of a survey, latest first. */
export async function listAnswers(work: Work, service: string, { form: key, group, way, after, limit }: AnswersQuery): Promise<AnswersPage> {
  const { tx } = work
  const row = await requireService(work, service)
  const { method, standards } = await judgeOf(work, row)
  const asked = surveyed(method, standards).find(({ form }) => form.key === key)
  if (!asked) throw new Refusal('form.not-found')
  const narrowed = [...(group === undefined ? [] : [sql`whom = ${group}`]), ...(way === undefined ? [] : [sql`way = ${way}`])]
  const cursor = readAfter(after)
  const found = (await sql<Parameters<typeof filledRow>[0] & { sheets: number | null }>`
    select f.id, f.version, f.form, f.number, f.filled_on as "filledOn", f.worker_name as "workerName", f.about as person, f.record, f.score, f.level, f.gaps, f.late, f.amended_at is not null as amended, b.sheets
    from (select id, case when bool_or(paper) then sum(n)::int4 end as sheets from (${answersOf(work, service, asked)}) a where ${narrowed.length === 0 ? sql`true` : sql.join(narrowed, sql` and `)} group by id) b
    join service_form f on f.id = b.id and ${peopleInReach(work.actor, 'f')} where ${cursor ? sql`(f.filled_on, f.number, f.form) < (${cursor.day}::date, ${cursor.number}::int4, ${cursor.form})` : sql`true`}
    order by f.filled_on desc, f.number desc, f.form desc limit ${limit + 1}`.execute(tx)).rows
  const rows = found.slice(0, limit).map(({ sheets, ...one }) => ({ ...filledRow(one, standards), sheets }))
  await leaveView(work, { subject: 'service', subjectId: row.id, cell: row.cell, place: row.place, rows: rows.length, digestOf: [row.id, key, group ?? '', way ?? '', rows.map(({ id }) => id)] })
  const last = rows.at(-1)
  return { rows, next: found.length > limit && last ? `${last.filledOn}_${last.number}_${last.form}` : null }
}

function readAfter(after: string | undefined): { day: string; number: number; form: string } | undefined {
  if (after === undefined) return undefined
  const [, day, number, form] = /^(\d{4}-\d{2}-\d{2})_(\d{1,9})_([a-z0-9-]+)$/.exec(after) ?? []
  if (!day || !number || !form) throw new Refusal('request.malformed', { where: 'after' })
  return { day, number: Number(number), form }
}
