import { evaluateRule, RuleError, ruleName, type Amount, type Each, type Form, type Gate, type Method, type Stage, type Text } from '#server/modules/standards/index.ts'
import type { Answers } from './answers.ts'
import { attendanceOf, comingOf, type PersonOfRoll, type Roll } from './roll.ts'

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
  /** Whoever is in it or has put his name down, and its contacts one by one; empty where the method asks nothing of each. */
  roll: Roll
}

/** `people`: whom it is still open for, as the service's people bear their ids; never in the words, which go where names may not. */
export interface Gap { stage: string; key: string; words: Text; lock: boolean; form: string | null; people: string[] }

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
  const gaps = judge.method.stages.slice(0, now + 1).flatMap((stage) => gapsOfStage(judge, facts, stage))
  // A form on offer in several stages is open once, where it came first.
  return gaps.filter((gap, at) => !gap.key.startsWith('form.') || gaps.findIndex(({ key, words }) => key === gap.key && words.zh === gap.words.zh) === at)
}

/** What else has to be true before it may be closed. */
export const closingGaps = (judge: Judge, facts: ServiceFacts): Gap[] => gatesShut(judge, facts, judge.method.close.gates ?? [], 'closing')

function gapsOfStage(judge: Judge, facts: ServiceFacts, stage: Stage): Gap[] {
  const offered = stage.forms.filter(({ needed }) => needed !== false)
  const gated = new Set(stage.gates.flatMap((gate) => ('form' in gate ? [gate.form] : [])))
  return [
    ...offered.filter(({ form }) => !gated.has(form)).flatMap(({ form }) => formGaps(judge, facts, stage.key, form)),
    ...stage.forms.filter((one) => !offered.includes(one) && !gated.has(one.form)).flatMap(({ form }) => openQuestions(judge, facts, stage.key, form)),
    ...gatesShut(judge, facts, stage.gates, stage.key),
    ...(facts.unwritten > 0 && judge.method.session?.form && stage.key === facts.stage
      ? [{ stage: stage.key, key: 'records-to-write', words: { zh: `${facts.unwritten} 次过程记录未写`, en: `${facts.unwritten} process records to write` }, lock: false, form: judge.method.session.form, people: [] }] : []),
  ]
}

/** A form that is missing, that not everyone has, or that has needed questions open. */
function formGaps({ form: find }: Judge, facts: ServiceFacts, stage: string, key: string): Gap[] {
  const form = find(key)
  if (!form || form.about === 'record') return []
  const filled = facts.forms.filter((one) => one.form === key)
  const without = form.about === 'person' ? facts.roll.people.flatMap(({ id, state }) => (state === 'in' && !filled.some(({ about }) => about === id) ? [id] : [])) : []
  const wanted = form.about === 'person' ? Math.max(facts.people, 1) : 1
  const have = form.about === 'person' ? wanted - without.length : filled.length
  const gap = (zh: string, en: string): Gap => ({ stage, key: `form.${key}`, words: { zh, en }, lock: false, form: key, people: filled.length === 0 ? [] : without })
  const title = { zh: form.title.zh, en: form.title.en ?? form.title.zh }
  if (filled.length === 0) return [gap(`${title.zh}未填`, `${title.en} is missing`)]
  if (have < wanted) return [gap(`${title.zh}还差 ${wanted - have} 人`, `${title.en}: ${wanted - have} people to go`)]
  return openQuestions({ form: find }, facts, stage, key)
}

/** What the latest of a form leaves open; also of one nobody needed: begun, it is to be finished. */
function openQuestions({ form: find }: Pick<Judge, 'form'>, facts: ServiceFacts, stage: string, key: string): Gap[] {
  const form = find(key)
  const open = form?.about === 'record' ? [] : facts.forms.findLast((one) => one.form === key)?.gaps ?? []
  if (!form || open.length === 0) return []
  const names = open.map((field) => form.fields.find((one) => one.key === field)?.title)
  const words = { zh: `${form.title.zh}：${names.map((name) => name?.zh ?? '').join('、')}未填`, en: `${form.title.en ?? form.title.zh}: ${names.map((name) => name?.en ?? name?.zh ?? '').join(', ')} open` }
  return [{ stage, key: `form.${key}`, words, lock: false, form: key, people: [] }]
}

function gatesShut(judge: Judge, facts: ServiceFacts, gates: readonly Gate[], stage: string): Gap[] {
  return gates.flatMap((gate) => {
    const gap = { stage, key: gate.key, lock: gate.lock ?? false, form: 'form' in gate ? gate.form : 'rule' in gate ? formNamedIn(judge.method, gate.rule) : null }
    if ('rule' in gate && gate.each) return shutForEach(judge, facts, gate.rule, gate.each, gate.title).map((shut) => ({ ...gap, ...shut }))
    return isOpen(judge, facts, gate) ? [] : [{ ...gap, words: gate.title, people: [] }]
  })
}

/** The first form whose answers a rule asks for: there the gap is closed. */
const formNamedIn = (method: Method, rule: string): string | null =>
  formsOf(method).map((key) => ({ key, at: rule.search(new RegExp(`\\b${ruleName(key)}\\.`)) })).filter(({ at }) => at >= 0).toSorted((a, b) => a.at - b.at)[0]?.key ?? null

const DAYS_SAID = 5
/** For how many it is open, and for whom: people by their ids, contacts by their days. Nobody to ask is nobody it is open for. */
function shutForEach(judge: Judge, facts: ServiceFacts, rule: string, each: Each, title: Text): Pick<Gap, 'words' | 'people'>[] {
  const en = title.en ?? title.zh
  const base = knownOf(judge, facts)
  if ('people' in each) {
    const people = facts.roll.people.filter((one) => each.people.includes(one.role) && !isTrue(rule, { ...base, ...knownOfPerson(judge, facts, one) }, judge.today)).map(({ id }) => id)
    return people.length === 0 ? [] : [{ words: { zh: `${title.zh}：${people.length} 人`, en: `${en}: ${people.length}` }, people }]
  }
  const days = facts.roll.records.filter((one) => each.records.includes(one.kind) && !isTrue(rule, { ...base, minutes: one.minutes, heads: one.heads, marked: one.marked > 0, present: one.present }, judge.today)).map(({ on }) => on)
  if (days.length === 0) return []
  const said = days.slice(-DAYS_SAID)
  const more = days.length > said.length
  return [{ words: { zh: `${title.zh}：${days.length} 次（${said.join('、')}${more ? ' 等' : ''}）`, en: `${en}: ${days.length} (${said.join(', ')}${more ? ' and earlier' : ''})` }, people: [] }]
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
export const holds = (judge: Judge, facts: ServiceFacts, rule: string): boolean => isTrue(rule, knownOf(judge, facts), judge.today)

function isTrue(rule: string, known: Record<string, unknown>, today: string): boolean {
  try {
    return evaluateRule(rule, known, { today }) === true
  } catch (error) {
    if (error instanceof RuleError && error.fault.code === 'cannot-evaluate') return false
    throw error
  }
}

/** What a rule may name of a service. */
function knownOf(judge: Judge, facts: ServiceFacts): Record<string, unknown> {
  const forms = formsOf(judge.method).flatMap((key) => judge.form(key) ?? [])
  return {
    records: facts.records, people: facts.people, goals: facts.goals.set, days: facts.days, attendance: attendanceOf(facts.roll),
    ...Object.fromEntries(forms.map((form) => knownForm(form, facts.forms.filter((one) => one.form === form.key)))),
  }
}

/** And of one of its people: what is known of him, and the forms about him in place of everybody's. */
function knownOfPerson(judge: Judge, facts: ServiceFacts, { id, role, minor, guardian, checkedIn, marks }: PersonOfRoll): Record<string, unknown> {
  const { present, absent, missed, missedSince } = comingOf(marks)
  const { drop_out_after: limit } = judge.method.session ?? {}
  const forms = formsOf(judge.method).flatMap((key) => judge.form(key) ?? []).filter(({ about }) => about === 'person')
  return {
    person: id, role, minor, guardian, checked_in: checkedIn, present, absent, missed, missed_since: missedSince, dropping_out: limit !== undefined && missed >= judge.amount(limit),
    ...Object.fromEntries(forms.map((form) => knownForm(form, facts.forms.filter((one) => one.form === form.key && one.about === id)))),
  }
}

function knownForm(form: Form, filled: readonly FilledFact[]): [string, object] {
  const last = filled.at(-1)
  const answers = Object.fromEntries(form.fields.map((field) => [field.key, last?.answers[field.key] ?? null]))
  return [ruleName(form.key), { ...answers, filled: filled.length, score: last?.score ?? null, level: last?.level ?? null }]
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
