import { sql } from 'kysely'
import { aboutAnswers } from '#server/modules/services/index.ts'
import type { Field, Standards, TableColumn } from '#server/modules/standards/index.ts'
import { peopleInReach } from '#server/platform/database/index.ts'
import type { Work } from '#server/platform/work.ts'
import type { Cell } from './pack-lines.ts'

type FormColumn = Extract<TableColumn, { form: string }>
/** By service, or by form filled in, and column. */
export type Answers = ReadonlyMap<string, ReadonlyMap<string, Cell>>
interface Kept { of: string; form: string; field: string; number: number; int: number | null; day: string | null; text: string | null }
interface Sealed { of: string; id: string; service: string; form: string; sealed: Buffer }
/** Whose answers: the latest of a service, or those of one form as it was filled in. */
type Of = 'service' | 'id'

export const isFormColumn = (column: TableColumn): column is FormColumn => 'form' in column
const fieldOf = (standards: Standards, { form, field }: FormColumn): Field | undefined => standards.form(form)?.fields.find(({ key }) => key === field)
/** Kept apart by the pack, so that a masked copy may show it: never free words. */
export const isKeptApart = (standards: Standards, column: FormColumn): boolean => fieldOf(standards, column)?.filter === true

/** The latest answers to the questions of these columns; marks that several people gave, on average. */
export async function answersOf(work: Work, standards: Standards, ids: readonly string[], columns: readonly FormColumn[], masked: boolean, of: Of = 'service'): Promise<Answers> {
  const found = new Map<string, Map<string, Cell>>()
  if (ids.length === 0 || columns.length === 0) return found
  const put = (one: string, column: FormColumn, cell: Cell) => found.set(one, (found.get(one) ?? new Map<string, Cell>()).set(column.key, cell))
  const [apart, inside] = [columns.filter((one) => isKeptApart(standards, one)), columns.filter((one) => !isKeptApart(standards, one))]
  const kept = await keptAnswers(work, ids, apart, of)
  for (const column of apart) {
    for (const [one, rows] of Map.groupBy(kept.filter(({ form, field }) => form === column.form && field === column.field), (row) => row.of)) put(one, column, shownKept(standards, column, rows))
  }
  if (masked || inside.length === 0) return found
  for (const { of: one, form, answers } of await openForms(work, ids, [...new Set(inside.map(({ form: key }) => key))], of)) {
    for (const column of inside.filter((each) => each.form === form)) put(one, column, shown(standards, fieldOf(standards, column), answers[column.field]))
  }
  return found
}

async function keptAnswers({ tx, actor }: Work, ids: readonly string[], columns: readonly FormColumn[], of: Of): Promise<Kept[]> {
  if (columns.length === 0) return []
  return (await sql<Kept>`
    select ${sql.ref(`f.${of}`)} as of, a.form_key as form, a.field, f.number, a.int_value::int4 as int, a.day_value as day, a.text_value as text
    from form_answer a join service_form f on f.id = a.form and f.cell = a.cell and f.voided_at is null and ${peopleInReach(actor, 'f')}
    where ${sql.ref(`f.${of}`)} = any (${[...ids]}::uuid[]) and (a.form_key, a.field) in (select * from unnest(${columns.map(({ form }) => form)}::text[], ${columns.map(({ field }) => field)}::text[]))
      and ${peopleInReach(actor, 'a')} order by f.number, a.position`.execute(tx)).rows
}

function shownKept(standards: Standards, column: FormColumn, rows: readonly Kept[]): Cell {
  const form = standards.form(column.form)
  const numbers = rows.flatMap(({ int }) => int ?? [])
  if (numbers.length > 1 && fieldOf(standards, column)?.type === 'number' && (form?.about === 'person' || form?.times === 'many')) {
    return `${Math.round((numbers.reduce((sum, n) => sum + n, 0) / numbers.length) * 10) / 10}（${numbers.length} 份）`
  }
  const latest = rows.filter(({ number }) => number === rows.at(-1)?.number).map(({ int, day, text }) => int ?? day ?? text)
  return shown(standards, fieldOf(standards, column), latest.length > 1 ? latest : latest[0])
}

/** The latest filled form of each kind. Whoever calls it leaves the trace of the response. */
async function openForms({ tx, actor, keys }: Work, ids: readonly string[], forms: readonly string[], of: Of): Promise<{ of: string; form: string; answers: Record<string, unknown> }[]> {
  const { rows } = await sql<Sealed>`
    select distinct on (${sql.ref(`f.${of}`)}, f.form) ${sql.ref(`f.${of}`)} as of, f.id, f.service, f.form, f.answers_sealed as sealed from service_form f
    where ${sql.ref(`f.${of}`)} = any (${[...ids]}::uuid[]) and f.form = any (${[...forms]}::text[]) and f.voided_at is null and ${peopleInReach(actor, 'f')} order by ${sql.ref(`f.${of}`)}, f.form, f.number desc`.execute(tx)
  await keys.ready(tx, [...new Set(rows.map(({ service }) => service))])
  const opened: { of: string; form: string; answers: Record<string, unknown> }[] = []
  for (const { of: one, id, service, form, sealed } of rows) {
    if (keys.has(service)) opened.push({ of: one, form, answers: JSON.parse(await keys.open(tx, service, sealed, aboutAnswers(id))) as Record<string, unknown> })
  }
  return opened
}

/** An answer as a ledger prints it: the words of a choice, yuan, how many rows or colleagues; null where nothing was said. */
function shown(standards: Standards, field: Field | undefined, value: unknown): Cell {
  if (value === undefined || value === null || value === '') return null
  if (field?.type === 'colleagues') return [value].flat().length
  if (field?.type === 'rows') return Array.isArray(value) ? value.length : null
  if (Array.isArray(value)) return value.map((one) => shown(standards, field, one)).filter((one) => one !== null).join('、')
  if (field?.type === 'money' && typeof value === 'number') return value / 100
  if (typeof value === 'boolean' || field?.type === 'yes-no') return value === true || value === 1 || value === 'true' ? '是' : '否'
  if (typeof value === 'number') return value
  const word = field?.options?.find(({ key }) => key === value) ?? (field?.list ? standards.code(field.list, String(value)) : undefined)
  return word?.title.zh ?? String(value)
}

/** The day of the latest approval of these kinds, by service and kind. */
export async function approvedOn({ tx, actor }: Work, services: readonly string[], keys: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (services.length === 0 || keys.length === 0) return new Map()
  const { rows } = await sql<{ of: string; on: string }>`
    select a.service || ' ' || a.key as of, to_char(max(a.decided_at at time zone 'Asia/Shanghai'), 'YYYY-MM-DD') as on from approval a
    where a.service = any (${[...services]}::uuid[]) and a.key = any (${[...keys]}::text[]) and a.decision in ('approved', 'offline') and ${peopleInReach(actor, 'a')} group by 1`.execute(tx)
  return new Map(rows.map(({ of, on }) => [of, on]))
}
