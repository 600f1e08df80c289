import { parseExpression } from 'feelin'
import { evaluateOver } from './expression.ts'
import type { FactKind, KnownFacts } from './gate-facts.ts'
import type { Field, Form } from './method.ts'
import { ruleName } from './rule-names.ts'

/** Today, and a day on either side of it. */
const DAYS: readonly string[] = ['2026-01-01', '2025-01-01', '2027-01-01']
/** Ways of filling in tried at most; rules not decided by then count as rules that can hold. */
const MOST = 10_000

export type CodesOf = (list: string) => readonly string[]
type Answers = Record<string, unknown>
type World = Record<string, unknown>
/** A fact that rules speak of, with the values worth trying; `form` is empty for facts of the service itself. */
interface Variable { form: string; field: string; values: readonly unknown[] }

/** Whether some way of filling in these forms, with these facts beside them, makes all the rules true at once. */
export function canHold(rules: readonly string[], forms: readonly Form[], facts: KnownFacts, codesOf: CodesOf): boolean {
  const variables = variablesOf(rules, forms, facts, codesOf)
  const all = variables.reduce((product, { values }) => product * values.length, 1)
  const rule = rules.map((one) => `(${one})`).join(' and ')
  const named = forms.filter((form) => variables.some((variable) => variable.form === ruleName(form.key)))
  for (let from = 0, size = 50; from < Math.min(all, MOST); from += size, size *= 8) {
    if (evaluateOver(rule, hideUnasked(worldsOf(variables, from, Math.min(all, MOST, from + size)), named)).includes(true)) return true
  }
  return all > MOST
}

/** The forms two rules both speak of make them one question. */
export function formsNamed(rule: string, forms: readonly Form[]): ReadonlySet<string> {
  const roots = new Set(pathsIn(rule).paths.map(([root]) => root))
  return new Set(forms.map(({ key }) => ruleName(key)).filter((name) => roots.has(name)))
}

/** Which of these facts a rule speaks of. */
export function factsNamed(rule: string, facts: KnownFacts): ReadonlySet<string> {
  const named = new Set(pathsIn(rule).paths.map((path) => path.slice(0, 2).join('.')))
  return new Set([...facts.keys()].filter((name) => named.has(name)))
}

function variablesOf(rules: readonly string[], forms: readonly Form[], facts: KnownFacts, codesOf: CodesOf): Variable[] {
  const read = rules.map(pathsIn)
  const named = new Set(rules.flatMap((rule) => [...factsNamed(rule, facts)]))
  const numbers = read.flatMap((one) => one.numbers)
  return [
    ...[...facts].filter(([name]) => named.has(name)).map(([name, kind]) => variableOfFact(name, kind, numbers)),
    ...forms.flatMap((form) => {
      const name = ruleName(form.key)
      const fields = read.flatMap(({ paths }) => paths.flatMap(([root, field]) => (root === name && field !== undefined ? [field] : [])))
      return fields.length === 0 ? [] : variablesOfForm(form, withReasons(fields, form), read, codesOf)
    }),
  ]
}

function variableOfFact(name: string, kind: FactKind, numbers: readonly number[]): Variable {
  const [root = '', field] = name.split('.')
  const values = kind === 'count' ? around(numbers, 0) : kind === 'percent' ? [...around(numbers, 0).filter((value) => value <= 100), null] : kind === 'yes-no' ? [true, false] : kind === 'day' ? [...DAYS, null] : kind
  return field === undefined ? { form: '', field: root, values } : { form: root, field, values }
}

/** These fields and all those that decide whether they are asked. */
function withReasons(fields: readonly string[], form: Form): readonly string[] {
  const found = new Set(fields)
  for (const key of found) for (const [name = ''] of pathsIn(form.fields.find((field) => field.key === key)?.visible_when ?? 'null').paths) found.add(name)
  return [...found]
}

function variablesOfForm(form: Form, keys: readonly string[], read: readonly Read[], codesOf: CodesOf): Variable[] {
  const rules = [...read, ...form.fields.flatMap(({ visible_when: when }) => (when === undefined ? [] : [pathsIn(when)]))]
  const numbers = rules.flatMap((one) => one.numbers)
  const words = new Set(rules.flatMap((one) => one.words))
  const days = rules.some(({ paths }) => paths.some(([root]) => root === 'today' || root === 'date')) ? DAYS : DAYS.slice(0, 1)
  const variable = (field: string, values: readonly unknown[]): Variable => ({ form: ruleName(form.key), field, values })
  return [
    ...keys.flatMap((key) => {
      if (key === 'level') return [variable(key, [...(form.result?.levels ?? []).map((level) => level.key), null])]
      if (key === 'score') return [variable(key, [...around(numbers, 0), null])]
      const field = form.fields.find((one) => one.key === key)
      return field ? [variable(key, [...valuesOf(field, { numbers, words, days }, codesOf), null])] : []
    }),
    variable('filled', [...new Set([1, 0, ...(keys.includes('filled') ? numbers : [])])]),
  ]
}

/** Answers worth trying: those the rules name, and one they do not. */
function valuesOf(field: Field, { numbers, words, days }: { numbers: readonly number[]; words: ReadonlySet<string>; days: readonly string[] }, codesOf: CodesOf): readonly unknown[] {
  const keys = field.options?.map(({ key }) => key) ?? (field.list === undefined ? [] : codesOf(field.list))
  const offered = [...keys.filter((key) => words.has(key)), ...keys.filter((key) => !words.has(key)).slice(0, 1)]
  switch (field.type) {
    case 'yes-no': return [true, false]
    case 'choice': return offered
    case 'choices': return [...offered.map((key) => [key]), keys]
    case 'number': case 'minutes': case 'money': return around(numbers, field.min ?? 0).filter((value) => value <= (field.max ?? value))
    case 'computed': return [...around(numbers, 0), ...words, true, false]
    case 'day': return days
    case 'moment': return days.map((day) => `${day}T08:00:00+08:00`)
    case 'time': return ['08:00']
    case 'rows': return [[Object.fromEntries((field.fields ?? []).map((column) => [column.key, valuesOf(column, { numbers, words, days }, codesOf)[0]]))]]
    default: return ['…']
  }
}

/** Numbers at, just below and just above those that rules compare with, and the two least. */
const around = (numbers: readonly number[], least: number): readonly number[] =>
  [...new Set([...numbers.flatMap((number) => [number, number + 1, number - 1]), least, least + 1])].filter((value) => value >= least)

/** The n-th to m-th of all combinations; a form that was never filled in has no answers. */
function worldsOf(variables: readonly Variable[], from: number, to: number): World[] {
  return Array.from({ length: to - from }, (_, n) => {
    const world: World = {}
    let rest = from + n
    for (const { form, field, values } of variables) {
      const value = values[rest % values.length]
      rest = Math.floor(rest / values.length)
      if (form === '') world[field] = value
      else world[form] = { ...(world[form] as Answers | undefined), [field]: value }
    }
    return Object.fromEntries(Object.entries(world).map(([name, value]) => [name, isForm(value) && value['filled'] === 0 ? emptied(value) : value]))
  })
}

const emptied = (answers: Answers): Answers => ({ ...Object.fromEntries(Object.keys(answers).map((key) => [key, null])), filled: 0 })

/** Takes back answers to questions that are not asked. */
function hideUnasked(worlds: World[], forms: readonly Form[]): World[] {
  for (const form of forms) {
    const answers = worlds.map((world) => world[ruleName(form.key)] as Answers)
    for (const { key, visible_when: when } of form.fields) {
      if (when === undefined || !answers[0] || !(key in answers[0])) continue
      const asked = evaluateOver(when, answers)
      for (const [n, one] of answers.entries()) if (asked[n] !== true) one[key] = null
    }
  }
  return worlds
}

const isForm = (value: unknown): value is Answers => typeof value === 'object' && value !== null && 'filled' in value

interface Read { paths: readonly (readonly string[])[]; numbers: readonly number[]; words: readonly string[] }

/** What a rule speaks of: names with the field behind the dot, numbers and quoted words. */
function pathsIn(rule: string): Read {
  const paths: string[][] = []
  const numbers: number[] = []
  const words: string[] = []
  parseExpression(rule, {}, undefined).iterate({
    enter({ name, from, to }) {
      const text = rule.slice(from, to)
      if (name === 'PathExpression') paths.push(text.split('.'))
      if (name === 'VariableName' || name === 'DateTimeConstructor') paths.push([text])
      if (name === 'NumericLiteral') numbers.push(Number(text))
      if (name === 'StringLiteral') words.push(text.slice(1, -1))
    },
  })
  return { paths, numbers, words }
}
