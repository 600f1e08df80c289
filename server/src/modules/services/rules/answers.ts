import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import { SIGNATURES } from '#api/services.ts'
import { numberAsKept, SERVICE_NUMBER } from '#api/service-numbers.ts'
import { evaluateRule, RuleError, type Field, type Form, type Standards } from '#server/modules/standards/index.ts'
import { isDate } from '#server/platform/days.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { isNeeded } from './form.ts'

export type Answers = Record<string, unknown>

/** What a filled form says: its answers as they are kept, what is left open, its result, and the answers lists are narrowed by. */
export interface Settled {
  answers: Answers
  gaps: string[]
  score: number | null
  level: string | null
  alarm: boolean
  filters: Filter[]
  /** Uploads named in answers. */
  photos: string[]
}
export interface Filter { field: string; position: number; int: number | null; day: string | null; text: string | null }

const ajv = new Ajv2020({ allErrors: false, strict: true, formats: {
  day: isDate, moment: (text: string) => /T/.test(text) && !Number.isNaN(Date.parse(text)), uuid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, 'service-number': SERVICE_NUMBER,
} })

const uuids = (maxItems: number) => ({ type: 'array', maxItems, uniqueItems: true, items: { type: 'string', format: 'uuid' } })

/** One question as JSON Schema 2020-12. `offered`: the codes of a list on the day the service was opened. */
function schemaOf(field: Field, offered: (list: string) => readonly string[]): object {
  const keys = () => (field.options ? field.options.map(({ key }) => key) : offered(field.list!))
  const number = { type: 'integer', minimum: field.min ?? -1_000_000_000, maximum: field.max ?? 1_000_000_000_000 }
  switch (field.type) {
    case 'text': return { type: 'string', maxLength: field.max ?? 200 }
    case 'words': return { type: 'string', maxLength: field.max ?? 4000 }
    case 'number': return number
    case 'minutes': case 'money': return { ...number, minimum: field.min ?? 0 }
    case 'choice': return { enum: keys() }
    case 'choices': return { type: 'array', uniqueItems: true, maxItems: 60, items: { enum: keys() } }
    case 'yes-no': return { type: 'boolean' }
    case 'day': return { type: 'string', format: 'day' }
    case 'time': return { type: 'string', pattern: '^([01]\\d|2[0-3]):[0-5]\\d$' }
    case 'moment': return { type: 'string', format: 'moment' }
    case 'person': return { type: 'string', format: 'uuid' }
    case 'photos': return uuids(9)
    case 'colleagues': return uuids(60)
    case 'service-number': return { type: 'string', format: 'service-number' }
    case 'signature': return { enum: SIGNATURES }
    case 'computed': return {}
    case 'rows': return { type: 'array', maxItems: field.max ?? 100, items: objectOf(field.fields ?? [], offered) }
  }
}

const objectOf = (fields: readonly Field[], offered: (list: string) => readonly string[]) =>
  ({ type: 'object', additionalProperties: false, properties: Object.fromEntries(fields.map((field) => [field.key, schemaOf(field, offered)])) })

const validators = new WeakMap<Standards, Map<string, ValidateFunction>>()
function validatorOf(form: Form, standards: Standards): ValidateFunction {
  const known = validators.get(standards) ?? new Map<string, ValidateFunction>()
  validators.set(standards, known)
  const made = known.get(form.key) ?? ajv.compile(objectOf(form.fields, (list) => standards.codes(list).map(({ key }) => key)))
  known.set(form.key, made)
  return made
}

const isEmpty = (value: unknown): boolean => value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)
const withoutEmpty = (answers: Answers): Answers => Object.fromEntries(Object.entries(answers).filter(([, value]) => !isEmpty(value)))

/** Trims words and leaves out what says nothing, also inside rows. */
function tidy(fields: readonly Field[], answers: Answers): Answers {
  const byKey = new Map(fields.map((field) => [field.key, field]))
  return withoutEmpty(Object.fromEntries(Object.entries(answers).map(([key, value]) => {
    const field = byKey.get(key)
    if (field?.type === 'computed') return [key, undefined]
    if (typeof value === 'string') return [key, field?.type === 'service-number' ? numberAsKept(value) : value.trim()]
    if (field?.type === 'rows' && Array.isArray(value)) return [key, value.map((row) => tidy(field.fields ?? [], row as Answers)).filter((row) => Object.keys(row).length > 0)]
    return [key, value]
  })))
}

/** The value of a rule over a form's answers; points stand for the chosen option where there are any. Null where it cannot be told. */
function ask(rule: string, fields: readonly Field[], answers: Answers, today: string, points = false): unknown {
  const facts = Object.fromEntries(fields.map((field) => [field.key, (points ? pointsOf(field, answers[field.key]) : wholeRows(field, answers[field.key])) ?? null]))
  try {
    return evaluateRule(rule, facts, { today })
  } catch (error) {
    if (error instanceof RuleError && error.fault.code === 'cannot-evaluate') return null
    throw error
  }
}

/** Rows as a rule meets them: a column nobody filled in is not known, as a question is. */
const wholeRows = ({ type, fields = [] }: Field, value: unknown): unknown =>
  (type === 'rows' && Array.isArray(value) ? value.map((row) => ({ ...Object.fromEntries(fields.map(({ key }) => [key, null])), ...(row as Answers) })) : value)

function pointsOf(field: Field, value: unknown): unknown {
  const points = (key: unknown) => field.options?.find((option) => option.key === key)?.points
  if (Array.isArray(value) && field.type === 'choices') return value.every((key) => points(key) === undefined) ? value : value.reduce((sum: number, key) => sum + (points(key) ?? 0), 0)
  return points(value) ?? wholeRows(field, value)
}

/**
 * Checks answers against their form and settles what follows from them. Never refuses what is missing: that is 待补. Refuses what cannot be an
 * answer, naming the question. Questions that are not shown keep no answer; computed ones get the server's.
 */
export function settleAnswers(form: Form, given: Answers, standards: Standards, today: string): Settled {
  const answers = tidy(form.fields, given)
  const validate = validatorOf(form, standards)
  if (!validate(answers)) {
    const [fault] = validate.errors ?? []
    const unknown = fault?.params['additionalProperty'] as string | undefined
    const key = (unknown ?? fault?.instancePath.split('/')[1]) || ''
    if (fault?.params['format'] === 'service-number') throw new Refusal('form.no-service-number', { field: titleOf(form.fields, fault.instancePath.split('/').at(-1) ?? '') })
    throw new Refusal('form.answer-wrong', { field: placeOf(form.fields, fault?.instancePath ?? '', given) || (form.fields.find((field) => field.key === key)?.title.zh ?? key), how: howWrong(fault) })
  }
  for (const field of form.fields) {
    if (field.visible_when !== undefined && ask(field.visible_when, form.fields, answers, today) !== true) delete answers[field.key]
    if (field.computed !== undefined) {
      const value = ask(field.computed, form.fields, answers, today, true)
      if (!isEmpty(value)) answers[field.key] = value
    }
  }
  const shown = form.fields.filter((field) => field.visible_when === undefined || ask(field.visible_when, form.fields, answers, today) === true)
  return { answers, gaps: shown.filter((field) => isNeeded(form, field) && field.key in answers === false).map(({ key }) => key), ...resultOf(form, answers, today), filters: filtersOf(form, answers), photos: photosIn(form.fields, answers) }
}

/** The words of a question, also of a column. */
const titleOf = (fields: readonly Field[], key: string): string => fields.flatMap((field) => [field, ...(field.fields ?? [])]).find((one) => one.key === key)?.title.zh ?? key

/** Where in a form a fault is: its question, and in a table the line – as it was sent, empty ones counted – and the column. */
function placeOf(fields: readonly Field[], path: string, given: Answers): string {
  const [key, line, column] = path.split('/').slice(1)
  const field = fields.find((one) => one.key === key)
  const within = field?.fields?.find((one) => one.key === column)
  return [field?.title.zh, line !== undefined && field?.type === 'rows' ? `第 ${lineAsSent(field, given[field.key], Number(line))} 行` : '', within?.title.zh].filter(Boolean).join(' ')
}

/** The nth line that says something, counted among all. */
function lineAsSent({ fields = [] }: Field, rows: unknown, nth: number): number {
  const said = (rows as Answers[]).flatMap((row, at) => (Object.keys(tidy(fields, row)).length > 0 ? [at + 1] : []))
  return said[nth] ?? nth + 1
}

/** What is wrong, where it can be said in a few words. */
function howWrong(fault: { keyword: string; params: Record<string, unknown> } | undefined): { zh: string; en: string } {
  const limit = fault?.params['limit']
  switch (fault?.keyword) {
    case 'maxLength': return { zh: `：太长，最多 ${limit} 字`, en: `: too long, at most ${limit} characters` }
    case 'maximum': return { zh: `：太大，最大 ${limit}`, en: `: too large, at most ${limit}` }
    case 'minimum': return { zh: `：太小，最小 ${limit}`, en: `: too small, at least ${limit}` }
    case 'maxItems': return { zh: `：太多，最多 ${limit} 项`, en: `: too many, at most ${limit}` }
    default: return { zh: '', en: '' }
  }
}

/** Pictures among the answers, also those in the lines of a table. */
function photosIn(fields: readonly Field[], answers: Answers): string[] {
  return fields.flatMap(({ key, type, fields: columns }) => {
    const value = answers[key]
    if (!Array.isArray(value)) return []
    return type === 'photos' ? value.map(String) : type === 'rows' ? value.flatMap((row) => photosIn(columns ?? [], row as Answers)) : []
  })
}

function resultOf({ result, fields }: Form, answers: Answers, today: string): Pick<Settled, 'score' | 'level' | 'alarm'> {
  const scoreOf = (given: Answers) => (result ? ask(result.score, fields, given, today, true) : null)
  const levelOf = (amount: unknown) => (typeof amount === 'number' ? result?.levels?.find(({ from, to }) => amount >= from && amount <= to) : undefined)
  const score = scoreOf(answers)
  if (typeof score === 'number') return { score, level: levelOf(score)?.key ?? null, alarm: levelOf(score)?.alarm ?? false }
  // An alarm does not wait for the last question: it is certain where the open ones change nothing, whatever they are worth.
  const [least, most] = [Math.min, Math.max].map((end) => levelOf(scoreOf({ ...restAnswered(fields, answers, end), ...answers })))
  return least?.alarm && most?.alarm ? { score: null, level: least.key, alarm: true } : { score: null, level: null, alarm: false }
}

/** The open questions of a scale, answered with the least or the most they can be worth. */
const restAnswered = (fields: readonly Field[], answers: Answers, end: (...points: number[]) => number): Answers =>
  Object.fromEntries(fields.filter(({ key }) => key in answers === false).flatMap(({ key, options = [] }) => {
    const worth = end(...options.flatMap(({ points }) => points ?? []))
    const option = options.find(({ points }) => points === worth)
    return option ? [[key, option.key]] : []
  }))

function filtersOf({ fields }: Form, answers: Answers): Filter[] {
  return fields.filter(({ filter, type, key }) => filter && key in answers && type !== 'words' && type !== 'rows' && type !== 'photos' && type !== 'signature').flatMap(({ key }) =>
    [answers[key]].flat().map((value, position) => ({
      field: key, position, int: typeof value === 'number' ? value : typeof value === 'boolean' ? Number(value) : null,
      day: typeof value === 'string' && isDate(value) ? value : null, text: typeof value === 'string' ? (isDate(value) ? null : String(value).slice(0, 80)) : null,
    })))
}
