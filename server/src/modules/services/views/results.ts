import { sql } from 'kysely'
import type { AnswersPage, AnswersQuery, ServiceView } from '#api/services.ts'
import { leaveView } from '#server/platform/audit.ts'
import type { Form, Method, Standards } from '#server/modules/standards/index.ts'
import { peopleInReach } from '#server/platform/database/index.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Work } from '#server/platform/work.ts'
import { judgeOf } from '../store/facts.ts'
import { requireService, type ServiceRowOfTable } from '../store/services.ts'
import { filledRow } from './filled.ts'

/** Forms of a method that many strangers answer, each with a score: a survey's. */
const surveyed = (method: Method, standards: Standards): Form[] =>
  [...new Set((method.doors ?? []).filter(({ to }) => to === 'service').map(({ form }) => form))].flatMap((key) => standards.form(key) ?? []).filter((form) => form.result !== undefined)

/** The question answers are told apart by: the first a list may be narrowed by. */
const groupingOf = (form: Form) => form.fields.find(({ filter, type }) => filter && type === 'choice')

interface Line { group: string | null; all: boolean; answers: number; mean: number | null; low: number }

/** What a survey has come to: answers, mean score and the dissatisfied, together and by group. */
export async function resultsOf({ tx, actor }: Work, s: Pick<ServiceRowOfTable, 'id'>, method: Method, standards: Standards): Promise<ServiceView['results']> {
  const results: ServiceView['results'] = []
  for (const form of surveyed(method, standards)) {
    const field = groupingOf(form)
    const alarms = form.result?.levels?.filter(({ alarm }) => alarm).map(({ key }) => key) ?? []
    const { rows } = await sql<Line>`
      select a.text_value as group, grouping(a.text_value) = 1 as all, count(*)::int4 as answers, round(avg(f.score))::int4 as mean, (count(*) filter (where f.level = any (${alarms}::text[])))::int4 as low
      from service_form f left join form_answer a on a.form = f.id and a.cell = f.cell and a.field = ${field?.key ?? ''} and a.position = 0 and ${peopleInReach(actor, 'a')}
      where f.service = ${s.id} and f.form = ${form.key} and f.voided_at is null and ${peopleInReach(actor, 'f')} group by grouping sets ((), (a.text_value)) order by 2 desc, 3 desc`.execute(tx)
    const options = field?.options ?? (field?.list ? standards.codes(field.list) : [])
    results.push({
      form: form.key, title: form.title,
      groups: rows.filter(({ all, group }) => all || (field !== undefined && group !== null)).map(({ all, group, ...line }) => ({ key: all ? null : group, title: options.find(({ key }) => key === group)?.title ?? null, ...line })),
    })
  }
  return results
}

/** The answers behind a figure of a survey, latest first. */
export async function listAnswers(work: Work, service: string, { form: key, group, after, limit }: AnswersQuery): Promise<AnswersPage> {
  const { tx, actor } = work
  const row = await requireService(work, service)
  const { method, standards } = await judgeOf(work, row)
  const form = surveyed(method, standards).find((one) => one.key === key)
  if (!form) throw new Refusal('form.not-found')
  const ofGroup = group === undefined ? sql`` : sql`and exists (select from form_answer a where a.form = f.id and a.field = ${groupingOf(form)?.key ?? ''} and a.text_value = ${group} and ${peopleInReach(actor, 'a')})`
  const found = (await sql<Parameters<typeof filledRow>[0]>`
    select f.id, f.version, f.form, f.number, f.filled_on as "filledOn", f.worker_name as "workerName", f.about as person, f.record, f.score, f.level, f.gaps, f.late, f.amended_at is not null as amended
    from service_form f where f.service = ${service}::uuid and f.form = ${key} and f.voided_at is null and ${peopleInReach(actor, 'f')} and f.number < ${after ?? 2_147_483_647} ${ofGroup}
    order by f.number desc limit ${limit + 1}`.execute(tx)).rows
  const rows = found.slice(0, limit).map((one) => filledRow(one, standards))
  await leaveView(work, { subject: 'service', subjectId: row.id, cell: row.cell, place: row.place, rows: rows.length, digestOf: [row.id, key, group ?? '', rows.map(({ id }) => id)] })
  return { rows, next: found.length > limit ? rows.at(-1)!.number : null }
}
