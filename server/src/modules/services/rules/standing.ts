import { evaluateRule, RuleError, ruleName, type Amount, type Form, type Gate, type Method, type Stage, type Text } from '#server/modules/standards/index.ts'
import type { Answers } from './answers.ts'

/** A form of the service that is not void, in the order filled in. */
export interface FilledFact {
  id: string
  form: string
  about: string | null
  record: string | null
  filledOn: string
  at: Date
  gaps: readonly string[]
  score: number | null
  level: string | null
  answers: Answers
}

/** Everything a service's standing follows from. */
export interface ServiceFacts {
  stage: string
  state: 'offered' | 'open' | 'closed' | 'refused'
  openedOn: string
  openedAt: Date
  acceptedAt: Date | null
  closedAt: Date | null
  moved: Readonly<Record<string, string>>
  forms: readonly FilledFact[]
  approvals: readonly { key: string; decision: string | null; at: Date | null }[]
  /** Purposes its client agreed to and did not take back. */
  consents: readonly string[]
  records: number
  /** Contacts whose full record is still to be written. */
  unwritten: number
  people: number
  goals: { set: number; rated: number }
  days: number
}

export interface Gap { stage: string; key: string; words: Text; lock: boolean; form: string | null }

/** What a standing is judged with: the method, its forms, and the amounts the packs give. */
export interface Judge {
  method: Method
  form(key: string): Form | undefined
  amount(amount: Amount): number
  /** One after the other, where a parameter gives several. */
  amounts(amount: Amount | readonly number[]): readonly number[]
  today: string
}

/** What is 待补 up to and including the present stage, in the words of the pack. */
export function gapsOf(judge: Judge, facts: ServiceFacts): Gap[] {
  if (facts.state === 'refused') return []
  const now = judge.method.stages.findIndex(({ key }) => key === facts.stage)
  return judge.method.stages.slice(0, now + 1).flatMap((stage) => gapsOfStage(judge, facts, stage))
}

/** What else has to be true before it may be closed. */
export const closingGaps = (judge: Judge, facts: ServiceFacts): Gap[] => gatesShut(judge, facts, judge.method.close.gates ?? [], 'closing')

function gapsOfStage(judge: Judge, facts: ServiceFacts, stage: Stage): Gap[] {
  const offered = stage.forms.filter(({ needed }) => needed !== false)
  const gated = new Set(stage.gates.flatMap((gate) => ('form' in gate ? [gate.form] : [])))
  return [
    ...offered.filter(({ form }) => !gated.has(form)).flatMap(({ form }) => formGaps(judge, facts, stage.key, form)),
    ...gatesShut(judge, facts, stage.gates, stage.key),
    ...(facts.unwritten > 0 && judge.method.session?.form && stage.key === facts.stage
      ? [{ stage: stage.key, key: 'records-to-write', words: { zh: `${facts.unwritten} 次过程记录未写`, en: `${facts.unwritten} process records to write` }, lock: false, form: judge.method.session.form }] : []),
  ]
}

/** A form that is missing, that not everyone has, or that has needed questions open. */
function formGaps({ form: find }: Judge, facts: ServiceFacts, stage: string, key: string): Gap[] {
  const form = find(key)
  if (!form || form.about === 'record') return []
  const filled = facts.forms.filter((one) => one.form === key)
  const wanted = form.about === 'person' ? Math.max(facts.people, 1) : 1
  const have = form.about === 'person' ? new Set(filled.map(({ about }) => about)).size : filled.length
  const gap = (zh: string, en: string): Gap => ({ stage, key: `form.${key}`, words: { zh, en }, lock: false, form: key })
  const title = { zh: form.title.zh, en: form.title.en ?? form.title.zh }
  if (have === 0) return [gap(`${title.zh}未填`, `${title.en} is missing`)]
  if (have < wanted) return [gap(`${title.zh}还差 ${wanted - have} 人`, `${title.en}: ${wanted - have} people to go`)]
  const open = filled.at(-1)!.gaps
  if (open.length === 0) return []
  const names = open.map((field) => form.fields.find((one) => one.key === field)?.title)
  return [gap(`${title.zh}：${names.map((name) => name?.zh ?? '').join('、')}未填`, `${title.en}: ${names.map((name) => name?.en ?? name?.zh ?? '').join(', ')} open`)]
}

function gatesShut(judge: Judge, facts: ServiceFacts, gates: readonly Gate[], stage: string): Gap[] {
  return gates.filter((gate) => !isOpen(judge, facts, gate)).map((gate) => ({ stage, key: gate.key, words: gate.title, lock: gate.lock ?? false, form: 'form' in gate ? gate.form : null }))
}

function isOpen(judge: Judge, facts: ServiceFacts, gate: Gate): boolean {
  if ('form' in gate) {
    const filled = facts.forms.filter(({ form }) => form === gate.form)
    return filled.length >= judge.amount(gate.at_least ?? 1) && (filled.at(-1)?.gaps.length ?? 0) === 0
  }
  if ('approval' in gate) return ['approved', 'offline'].includes(latest(facts, gate.approval)?.decision ?? '')
  if ('consent' in gate) return facts.consents.includes(gate.consent)
  if ('records' in gate) return facts.records >= judge.amount(gate.records)
  if ('people' in gate) return facts.people >= judge.amount(gate.people)
  if ('goals' in gate) return facts.goals.set > 0 && (gate.goals === 'set' || facts.goals.rated === facts.goals.set)
  return holds(judge, facts, gate.rule)
}

const latest = (facts: ServiceFacts, key: string) => facts.approvals.findLast((approval) => approval.key === key)

/** Whether a rule of the pack is true of this service. What cannot be told is not true. */
export function holds(judge: Judge, facts: ServiceFacts, rule: string): boolean {
  const known: Record<string, unknown> = { records: facts.records, people: facts.people, goals: facts.goals.set, days: facts.days }
  for (const key of formsOf(judge.method)) {
    const form = judge.form(key)
    if (!form) continue
    const filled = facts.forms.filter((one) => one.form === key)
    const last = filled.at(-1)
    const answers = Object.fromEntries(form.fields.map((field) => [field.key, last?.answers[field.key] ?? null]))
    known[ruleName(key)] = { ...answers, filled: filled.length, score: last?.score ?? null, level: last?.level ?? null }
  }
  try {
    return evaluateRule(rule, known, { today: judge.today }) === true
  } catch (error) {
    if (error instanceof RuleError && error.fault.code === 'cannot-evaluate') return false
    throw error
  }
}

/** Every form of a method, each once. */
export const formsOf = (method: Method): string[] =>
  [...new Set([...method.stages.flatMap(({ forms }) => forms.map(({ form }) => form)), ...(method.session?.form ? [method.session.form] : [])])]

/** What a gap that was kept by its key asks for, in words. */
export function wordsOfGap({ method, form: find }: Pick<Judge, 'method' | 'form'>, kept: string): Text {
  const [stage, key = ''] = kept.split('/')
  const gate = method.stages.find((one) => one.key === stage)?.gates.find((one) => one.key === key)
  if (gate) return gate.title
  const form = find(key === 'records-to-write' ? method.session?.form ?? '' : key.replace(/^form\./, ''))
  return form ? { zh: `${form.title.zh}待补`, en: `${form.title.en ?? form.title.zh} to be completed` } : { zh: kept }
}
