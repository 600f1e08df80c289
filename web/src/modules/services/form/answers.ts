import type { FieldView, FormView } from '#api/services.ts'
import { fenOf } from './amounts.ts'

/** What was written into a form, by field. What is not answered is left out. */
export type Answers = Readonly<Record<string, unknown>>

export const isEmpty = (value: unknown): boolean => value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)
const isRow = (value: unknown): value is Answers => typeof value === 'object' && value !== null && !Array.isArray(value)
export const rowsOf = (value: unknown): readonly Answers[] => (Array.isArray(value) ? value.filter(isRow) : [])

/** As it is sent: no empty values, no empty rows, nothing that is worked out. */
export function toSend(fields: readonly FieldView[], answers: Answers): Answers {
  const kept = fields.flatMap((field): [string, unknown][] => {
    const value = answers[field.key]
    if (field.type === 'computed' || field.computed !== undefined) return []
    if (field.type === 'rows') {
      const rows = rowsOf(value).map((row) => toSend(field.columns ?? [], row)).filter((row) => Object.keys(row).length > 0)
      return rows.length > 0 ? [[field.key, rows]] : []
    }
    const trimmed = typeof value === 'string' ? value.trim() : value
    const said = field.type === 'money' && typeof trimmed === 'string' ? fenOf(trimmed.replace(/[.。]$/, '')) : trimmed
    return isEmpty(said) ? [] : [[field.key, said]]
  })
  return Object.fromEntries(kept)
}

/** Whether an answer still fits what is asked now. */
function fits(field: FieldView, before: FieldView, value: unknown): boolean {
  if (field.type !== before.type) return false
  const keys = new Set(field.options?.map(({ key }) => key))
  if (field.type === 'choice') return keys.has(String(value))
  if (field.type === 'choices') return Array.isArray(value) && value.every((one) => keys.has(String(one)))
  return true
}

export interface Left { field: FieldView; value: unknown }
/** A draft of one version, opened under another: what stays, what finds no place any more, and what is asked anew. */
export function carryOver(before: readonly FieldView[], now: readonly FieldView[], answers: Answers): { kept: Answers; left: Left[]; added: FieldView[] } {
  const earlier = new Map(before.map((field) => [field.key, field]))
  const asked = new Map(now.map((field) => [field.key, field]))
  const kept: Record<string, unknown> = {}
  const left: Left[] = []
  for (const [key, value] of Object.entries(answers)) {
    const [old, field] = [earlier.get(key), asked.get(key)]
    if (old && field && fits(field, old, value)) kept[key] = value
    else if (old && !isEmpty(value)) left.push({ field: old, value })
  }
  return { kept, left, added: now.filter(({ key }) => !earlier.has(key)) }
}

/** Needed questions that are in sight and have no answer. */
export const missingIn = (fields: readonly FieldView[], answers: Answers, shown: ReadonlySet<string>): FieldView[] =>
  fields.filter((field) => field.needed && shown.has(field.key) && field.type !== 'computed' && isEmpty(answers[field.key]))

export type Level = FormView['levels'][number]
export const levelOf = (levels: readonly Level[], score: number | null): Level | null =>
  (score === null ? null : levels.find(({ from, to }) => score >= from && score <= to) ?? null)
