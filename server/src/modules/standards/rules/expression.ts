import { evaluate, FeelDate, date as feelDate, FeelFunction, parseExpression } from 'feelin'

/** Facts a rule may name. Values are plain JSON; `null` stands for "not known". */
export type Facts = Readonly<Record<string, unknown>>

export type RuleFault = { readonly code: 'syntax' | 'unknown-name' | 'not-an-integer' | 'cannot-evaluate'; readonly detail: string; readonly at: number }

/** Thrown when a rule cannot be read or evaluated. A bug in a pack, never a refusal to a person. */
export class RuleError extends Error {
  readonly rule: string
  readonly fault: RuleFault
  constructor(rule: string, fault: RuleFault) {
    super(`${fault.code}: ${fault.detail} in "${rule}"`)
    this.name = 'RuleError'
    this.rule = rule
    this.fault = fault
  }
}

// The part of FEEL that packs may use. Anything else is an unknown name, so that a rule stays readable by an officer.
const FUNCTIONS: ReadonlySet<string> = new Set([
  'list contains', 'count', 'min', 'max', 'sum', 'any', 'all', 'not', 'contains', 'starts with', 'date', 'today', 'abs', 'floor', 'modulo',
  'years and months duration', 'duration', 'distinct values', 'append', 'get or else', 'string length',
])
const HARMLESS: ReadonlySet<string> = new Set(['NOT_COMPARABLE', 'INVALID_TYPE'])

/** What is wrong with a rule that may use these names; an empty list when nothing is. */
export function checkRule(rule: string, names: readonly string[]): readonly RuleFault[] {
  const known: Record<string, unknown> = Object.fromEntries(names.map((name) => [name, null]))
  const faults: RuleFault[] = []
  const used: { name: string; at: number }[] = []
  const bound = new Set<string>()
  parseExpression(rule, known, undefined).iterate({
    enter(node) {
      const text = rule.slice(node.from, node.to)
      if (node.type.isError) faults.push({ code: 'syntax', detail: text, at: node.from })
      if (node.name === 'VariableName') used.push({ name: text, at: node.from })
      if (node.name === 'Name') bound.add(text)
    },
  })
  if (faults.length > 0) return faults.slice(0, 1)
  return used
    .filter(({ name }) => !names.includes(name) && !FUNCTIONS.has(name) && !bound.has(name))
    .map(({ name, at }) => ({ code: 'unknown-name', detail: name, at }))
}

/** The words in quotes in a rule: tag keys, risk levels. */
export function wordsInRule(rule: string): readonly string[] {
  const words: string[] = []
  parseExpression(rule, {}, undefined).iterate({
    enter(node) {
      if (node.name === 'StringLiteral') words.push(rule.slice(node.from + 1, node.to - 1))
    },
  })
  return words
}

/** A rule that was read once, to be asked of many people. */
interface ReadRule {
  ask(facts: Facts, today: string): unknown
}

// Reading a rule takes twenty times as long as asking it. There are as many as the packs in use hold.
const MOST_READ = 2_000
const read = new Map<string, ReadRule>()

/**
 * The value of a rule over these facts on this day, or `null` where a fact it needs is not known.
 * Throws RuleError on bad syntax, a name that is not among the facts, and a number that is not whole.
 */
export function evaluateRule(rule: string, facts: Facts, { today }: { today: string }): unknown {
  const names = Object.keys(facts)
  const key = `${names.join()}: ${rule}`
  const known = read.get(key) ?? readRule(rule, names)
  if (read.size >= MOST_READ) read.clear()
  read.set(key, known)
  const value = known.ask(facts, today)
  if (typeof value === 'number' && !Number.isSafeInteger(value)) {
    throw new RuleError(rule, { code: 'not-an-integer', detail: String(value), at: 0 })
  }
  return value instanceof FeelDate ? value.toString() : value
}

/** What a rule says of each of these sets of facts, all with the same names; read once, so that thousands may be tried. Null where it cannot be told. */
export function evaluateOver(rule: string, worlds: readonly Facts[]): readonly unknown[] {
  const names = new Set(Object.keys(worlds[0] ?? {}))
  const at: number[] = []
  parseExpression(rule, {}, undefined).iterate({
    enter({ name, from, to }) {
      if (name === 'VariableName' && names.has(rule.slice(from, to))) at.push(from)
    },
  })
  const ofOne = at.toReversed().reduce((text, from) => `${text.slice(0, from)}world.${text.slice(from)}`, rule)
  return evaluate(`for world in worlds return (${ofOne})`, { worlds, today: () => feelDate('2026-01-01') }).value as unknown[]
}

/** Reads a rule as a function of its facts. */
function readRule(rule: string, names: readonly string[]): ReadRule {
  const [fault] = checkRule(rule, names)
  if (fault) throw new RuleError(rule, fault)
  const head = `function(${names.join(', ')}) `
  let day = ''
  const { value, warnings } = evaluate(`${head}${rule}`, { today: () => feelDate(day) })
  if (!(value instanceof FeelFunction)) throw new RuleError(rule, { code: 'syntax', detail: rule, at: 0 })
  return {
    ask(facts, today) {
      day = today
      warnings.length = 0
      const found: unknown = value.invoke(names.map((name) => facts[name]))
      const warning = warnings.find(({ type }) => !HARMLESS.has(type))
      if (warning) throw new RuleError(rule, { code: 'cannot-evaluate', detail: warning.message, at: warning.position.from - head.length })
      return found
    },
  }
}
