import type { FieldView, FormView } from '#api/services.ts'
import { isEmpty, levelOf, toSend, type Answers, type Level } from './answers.ts'

/** FEEL is fetched with the first form that has a rule, and never evaluates text as script. */
type Feel = Pick<typeof import('feelin'), 'evaluate' | 'date'>
export const loadFeel = (): Promise<Feel> => import('feelin')

type Rules = Pick<FormView, 'fields' | 'score' | 'levels'>
export const hasRules = ({ fields, score }: Rules): boolean => score !== null || fields.some((field) => field.visibleWhen !== undefined || field.computed !== undefined)

export interface Worked {
  shown: ReadonlySet<string>
  /** The answers to what is in sight as they will be kept, with what is worked out from them. */
  values: Answers
  score: number | null
  level: Level | null
}

/** A form without rules, or before FEEL has come: everything is in sight. */
export const unworked = (form: Rules, answers: Answers): Worked => ({ shown: new Set(form.fields.map(({ key }) => key)), values: toSend(form.fields, answers), score: null, level: null })

const HARMLESS = ['NOT_COMPARABLE', 'INVALID_TYPE']

/** What a rule says; null where it cannot be said. The server says the same, and its word is the one that is kept. */
function say(feel: Feel, rule: string, facts: Answers, today: string): unknown {
  try {
    const { value, warnings } = feel.evaluate(rule, { ...facts, today: () => feel.date(today) })
    if (value === undefined || warnings.some(({ type }) => !HARMLESS.includes(type))) return null
    if (typeof value === 'number') return Number.isSafeInteger(value) ? value : null
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? String(value) : value
  } catch { return null }
}

/** Rows as a rule meets them: a column nobody filled in is not known, as a question is. */
const wholeRows = ({ type, columns = [] }: FieldView, value: unknown): unknown =>
  (type === 'rows' && Array.isArray(value) ? value.map((row) => ({ ...Object.fromEntries(columns.map(({ key }) => [key, null])), ...(row as Answers) })) : value)

/** An answer is worth its points where it has any. */
function pointsOf(field: FieldView, value: unknown): unknown {
  const { type, options = [] } = field
  const points = (key: unknown) => options.find((option) => option.key === key)?.points
  if (Array.isArray(value) && type === 'choices') return value.every((key) => points(key) === undefined) ? value : value.reduce((sum: number, key) => sum + (points(key) ?? 0), 0)
  return points(value) ?? wholeRows(field, value)
}

/** What is in sight, what follows from the answers, and what they amount to: question by question, as the server settles them. */
export function workOut({ fields, score: rule, levels }: Rules, given: Answers, feel: Feel, today: string): Worked {
  const values: Record<string, unknown> = { ...toSend(fields, given) }
  const facts = (asPoints: boolean) => Object.fromEntries(fields.map((field) => [field.key, (asPoints ? pointsOf(field, values[field.key]) : wholeRows(field, values[field.key])) ?? null]))
  const isShown = ({ visibleWhen }: FieldView) => visibleWhen === undefined || say(feel, visibleWhen, facts(false), today) === true
  for (const field of fields) {
    if (!isShown(field)) delete values[field.key]
    if (field.computed === undefined) continue
    const value = say(feel, field.computed, facts(true), today)
    if (!isEmpty(value)) values[field.key] = value
  }
  const scoreOf = (worth: Answers) => { const amount = rule === null ? null : say(feel, rule, { ...facts(true), ...worth }, today); return typeof amount === 'number' ? amount : null }
  const score = scoreOf({})
  return { shown: new Set(fields.filter(isShown).map(({ key }) => key)), values, score, level: score === null ? certainAlarm(levels, (end) => scoreOf(restWorth(fields, values, end))) : levelOf(levels, score) }
}

/** An alarm does not wait for the last question: it is certain where the open ones change nothing, whatever they are worth. */
function certainAlarm(levels: readonly Level[], scoreWith: (end: (...points: number[]) => number) => number | null): Level | null {
  const [least, most] = [Math.min, Math.max].map((end) => levelOf(levels, scoreWith(end)))
  return least?.alarm && most?.alarm ? least : null
}

/** The least or the most the open questions of a scale can be worth. */
const restWorth = (fields: readonly FieldView[], values: Answers, end: (...points: number[]) => number): Answers =>
  Object.fromEntries(fields.filter(({ key }) => key in values === false).flatMap(({ key, options = [] }) => {
    const points = options.flatMap((option) => option.points ?? [])
    return points.length > 0 ? [[key, end(...points)]] : []
  }))
