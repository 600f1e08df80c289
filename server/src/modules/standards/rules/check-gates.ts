import { canHold, factsNamed, formsNamed } from './can-hold.ts'
import { factsOfEach, factsOfService, formsOfEach } from './gate-facts.ts'
import type { Amount, Each, Field, Form, Gate, Method } from './method.ts'
import type { Problem, ProblemCode } from './problem.ts'
import { checkNames, type Vocabulary, vocabularyOf } from './rule-names.ts'
import type { Path } from './yaml-file.ts'

export type Say = (path: Path, code: ProblemCode, details?: Problem['details']) => void
export interface Known { forms: ReadonlyMap<string, Form>; codes: ReadonlyMap<string, ReadonlySet<string>>; parameters: ReadonlySet<string> }

/** How far a service has come: forms and approvals it can have by now, and the rules it had to meet on the way. */
export interface Here { method: Method; known: Known; reached: readonly string[]; approved: readonly string[]; earlier: { rule: string; each?: Each }[] }

export function checkGates(gates: readonly Gate[], here: Here, path: Path, say: Say) {
  once(gates.map(({ key }) => key), path, say)
  for (const [n, gate] of gates.entries()) {
    const shut = (why: string) => say([...path, n], 'gate.never-opens', { key: gate.key, why })
    if ('form' in gate && !here.reached.includes(gate.form)) shut(gate.form)
    if ('approval' in gate && !here.approved.includes(gate.approval)) shut(gate.approval)
    if ('consent' in gate && !here.known.codes.get('consent-purpose')?.has(gate.consent)) shut(gate.consent)
    if ('records' in gate && here.method.session === undefined) shut('session')
    if ('goals' in gate && !here.method.goals) shut('goals')
    if ('people' in gate && here.method.subject === 'none') shut('subject')
    for (const field of ['records', 'people', 'at_least'] as const) if (field in gate) checkAmount((gate as unknown as Record<string, Amount>)[field], here.known, [...path, n, field], say)
    if ('rule' in gate && gate.each) checkRuleForEach(gate.key, gate.rule, gate.each, here, [...path, n], say)
    else if ('rule' in gate) checkGateRule(gate.rule, here, [...path, n, 'rule'], say)
  }
}

/** A gate opens only if its rule can be true, together with those of earlier gates that speak of the same forms. */
function checkGateRule(rule: string, here: Here, path: Path, say: Say) {
  if (!checkServiceRule(rule, here, path, say)) return
  const forms = formsReached(here)
  const together = formsNamed(rule, forms)
  const beside = here.earlier.flatMap((one) => (!one.each && [...formsNamed(one.rule, forms)].some((form) => together.has(form)) ? [one.rule] : []))
  if (!canHold([rule, ...beside], forms, factsOfService(here.method), codesIn(here))) say(path, 'gate.impossible', { rule })
  else here.earlier.push({ rule })
}

/** A rule asked of each: it says something of that one, and can be true of him together with what earlier gates asked of the same and of the service. */
function checkRuleForEach(key: string, rule: string, each: Each, here: Here, path: Path, say: Say) {
  if (!checkEach(key, each, here.method, path, say)) return
  const forms = formsOfEach(formsReached(here), each)
  const own = factsOfEach(here.method, each)
  const facts = new Map([...factsOfService(here.method), ...own])
  const words = new Set([...wordsOf(forms, here.known), ...('people' in each ? each.people : [])])
  if (!checkWords(rule, vocabularyOf(forms, facts), words, [...path, 'rule'], say)) return
  const personal = (one: string) => factsNamed(one, own).size > 0 || [...formsNamed(one, forms.filter(({ about }) => about === 'person'))].length > 0
  if (!personal(rule)) return say([...path, 'rule'], 'gate.same-for-each', { rule })
  const ofService = forms.filter(({ about }) => about === 'service')
  const beside = here.earlier.flatMap((one) => ((one.each ? overlap(one.each, each) : [...formsNamed(one.rule, ofService)].length > 0 && !namesOthers(one.rule, formsReached(here), ofService)) ? [one.rule] : []))
  if (!canHold([rule, ...beside], forms, facts, codesIn(here))) say([...path, 'rule'], 'gate.impossible', { rule })
  else here.earlier.push({ rule, each })
  return undefined
}

function checkEach(key: string, each: Each, method: Method, path: Path, say: Say): boolean {
  const shut = (why: string) => { say(path, 'gate.never-opens', { key, why }); return false }
  if ('records' in each) {
    const kind = each.records.find((one) => !method.session?.kinds.includes(one))
    return kind === undefined || shut(method.session === undefined ? 'session' : kind)
  }
  if (method.subject === 'none' && !method.sign_up) return shut('subject')
  for (const [n, role] of each.people.entries()) if (!method.roles?.some((one) => one.key === role)) { say([...path, 'each', 'people', n], 'reference.unknown', { kind: 'role', key: role }); return false }
  return true
}

const overlap = (one: Each, other: Each): boolean => ('people' in one && 'people' in other ? one.people.some((role) => other.people.includes(role)) : 'records' in one && 'records' in other && one.records.some((kind) => other.records.includes(kind)))
/** Forms about somebody mean the latest of all where a rule is about the service, and his own where it is about each: such rules are not asked together. */
const namesOthers = (rule: string, all: readonly Form[], ofService: readonly Form[]): boolean => formsNamed(rule, all).size > formsNamed(rule, ofService).size

const codesIn = ({ known }: Here) => (list: string) => [...(known.codes.get(list) ?? [])]
const formsReached = ({ known, reached }: Here): readonly Form[] => [...new Set(reached)].flatMap((key) => known.forms.get(key) ?? [])

export function checkServiceRule(rule: string, here: Here, path: Path, say: Say): boolean {
  const forms = formsReached(here)
  return checkWords(rule, vocabularyOf(forms, factsOfService(here.method)), wordsOf(forms, here.known), path, say)
}

export function checkWords(rule: string, names: Vocabulary, words: ReadonlySet<string>, path: Path, say: Say): boolean {
  const faults = checkNames(rule, names, words)
  for (const { code, detail } of faults) {
    if (code === 'syntax') say(path, 'rule.syntax', { rule })
    else if (code === 'constant') say(path, 'rule.constant', { rule })
    else if (code === 'unknown-word') say(path, 'rule.no-such-answer', { word: detail })
    else say(path, 'rule.unknown-name', { name: detail, names: [...names.keys()].join(', ') })
  }
  return faults.length === 0
}

/** Every answer these forms can give, and the levels their results can reach. */
export function wordsOf(forms: readonly Pick<Form, 'fields' | 'result'>[], known: Known): ReadonlySet<string> {
  const ofField = (field: Field): string[] => [
    ...(field.options ?? []).map(({ key }) => key), ...(known.codes.get(field.list ?? '') ?? []), ...(field.fields ?? []).flatMap(ofField)]
  return new Set(forms.flatMap(({ fields, result }) => [...fields.flatMap(ofField), ...(result?.levels ?? []).map(({ key }) => key)]))
}

export function checkAmount(amount: Amount | undefined, { parameters }: Known, path: Path, say: Say) {
  if (typeof amount === 'string' && !parameters.has(amount)) say(path, 'reference.unknown', { kind: 'parameter', key: amount })
}
export function once(keys: readonly string[], path: Path, say: Say) {
  for (const [n, key] of keys.entries()) if (keys.indexOf(key) < n) say([...path, n], 'key.duplicate', { key, line: 0 })
}
