import { CASEWORKERS, HANDLERS, ROLES, VILLAGERS } from '#api/roles.ts'
import { checkAmount, checkGates, checkServiceRule, checkWords, once, wordsOf, type Here, type Known, type Say } from './check-gates.ts'
import type { Amount, Approval, Clock, Door, Field, Form, Mark, Method, Milestone, Survey } from './method.ts'
import type { Pack } from './pack.ts'
import type { Problem } from './problem.ts'
import { fieldNames } from './rule-names.ts'
import type { Row } from './sections.ts'
import type { Path } from './yaml-file.ts'

/** What rules call a form's own results; no question may bear these names. */
const OF_THE_FORM: ReadonlySet<string> = new Set(['filled', 'score', 'level'])

/** Ways of serving that could not be walked through: what they name must be there, and no gate may stand shut for ever. */
export function checkMethods(rows: readonly Row[], bases: readonly Pack[]): readonly Problem[] {
  const known = knownIn(rows, bases)
  const problems: Problem[] = []
  for (const row of rows) {
    const say: Say = (path, code, details) => problems.push(row.file.problemAt([...row.path, ...path], code, details))
    if (row.kind === 'form') checkForm(row.values as unknown as Form, known, say)
    if (row.kind === 'method') checkMethod(row.values as unknown as Method, known, say)
  }
  return problems
}

function knownIn(rows: readonly Row[], bases: readonly Pack[]): Known {
  const of = (kind: Row['kind']) => rows.filter((row) => row.kind === kind)
  const codes = new Map<string, Set<string>>()
  const add = (list: string, key: string) => codes.set(list, (codes.get(list) ?? new Set()).add(key))
  for (const list of bases.flatMap((pack) => pack.lists)) for (const { key } of list.codes) add(list.key, key)
  for (const { key } of of('code')) add(key.slice(0, key.indexOf('/')), key.slice(key.indexOf('/') + 1))
  return {
    forms: new Map([...bases.flatMap((pack) => pack.forms), ...of('form').map(({ values }) => values as unknown as Form)].map((form) => [form.key, form])),
    codes, parameters: new Set([...bases.flatMap((pack) => pack.parameters.map(({ key }) => key)), ...of('parameter').map(({ key }) => key)]),
  }
}

function checkForm(form: Form, known: Known, say: Say) {
  checkFields(form.fields, known, ['fields'], say)
  const { result } = form
  if (result) checkWords(result.score, fieldNames(form.fields), wordsOf([form], known), ['result', 'score'], say)
  for (const [n, { from, to }] of (result?.levels ?? []).entries()) if (from > to) say(['result', 'levels', n], 'levels.reversed')
}

function checkFields(fields: readonly Field[], known: Known, path: Path, say: Say) {
  const names = fieldNames(fields)
  const words = wordsOf([{ fields }], known)
  once(fields.map(({ key }) => key), path, say)
  for (const [n, field] of fields.entries()) {
    const at = [...path, n]
    if (field.list !== undefined && !known.codes.has(field.list)) say([...at, 'list'], 'reference.unknown', { kind: 'list', key: field.list })
    if (OF_THE_FORM.has(field.key)) say(at, 'field.reserved', { key: field.key })
    const chooses = field.type === 'choice' || field.type === 'choices'
    if (chooses && field.list === undefined && field.options === undefined) say(at, 'field.no-choice', { key: field.key })
    if ((field.type === 'rows') !== (field.fields !== undefined)) say(at, 'field.rows', { key: field.key })
    if ((field.type === 'computed') !== (field.computed !== undefined)) say(at, 'field.computed', { key: field.key })
    for (const rule of ['visible_when', 'computed'] as const) if (field[rule] !== undefined) checkWords(field[rule], names, words, [...at, rule], say)
    if (field.fields?.some(({ type }) => type === 'rows')) say(at, 'field.rows', { key: field.key })
    if (field.fields) checkFields(field.fields, known, [...at, 'fields'], say)
  }
}

function checkMethod(method: Method, known: Known, say: Say) {
  once(method.stages.map(({ key }) => key), ['stages'], say)
  const approvals = method.approvals ?? []
  const reached: string[] = method.session?.form ? [method.session.form] : []
  const approved: string[] = []
  const earlier: Here['earlier'] = []
  once((method.doors ?? []).map(({ key }) => key), ['doors'], say)
  for (const [n, role] of (method.opened_by ?? []).entries()) if (!mayOpenIt(method, role)) say(['opened_by', n], 'opener.impossible', { role })
  for (const [n, stage] of method.stages.entries()) {
    for (const [f, { form, by = [] }] of stage.forms.entries()) {
      requireForm(form, known, ['stages', n, 'forms', f, 'form'], say)
      for (const [r, role] of by.entries()) if (!mayTakePart(method, role)) say(['stages', n, 'forms', f, 'by', r], 'opener.impossible', { role })
    }
    reached.push(...stage.forms.map(({ form }) => form))
    approved.push(...approvals.filter((one) => one.stage === stage.key).map(({ key }) => key))
    checkGates(stage.gates, { method, known, reached, approved, earlier }, ['stages', n, 'gates'], say)
  }
  checkGates(method.close.gates ?? [], { method, known, reached, approved, earlier }, ['close', 'gates'], say)
  checkList(method.close.reasons, known, ['close', 'reasons'], say)
  for (const [n, approval] of approvals.entries()) checkApproval(approval, method, ['approvals', n], say)
  for (const [n, clock] of (method.clocks ?? []).entries()) checkClock(clock, { method, known, reached, approved, earlier }, ['clocks', n], say)
  for (const [n, door] of (method.doors ?? []).entries()) checkDoor(door, method, known, ['doors', n], say)
  for (const [n, milestone] of (method.milestones ?? []).entries()) checkMilestone(milestone, method, reached, ['milestones', n], say)
  once((method.milestones ?? []).map(({ key }) => key), ['milestones'], say)
  if (method.tally) checkTally(method.tally, known, ['tally'], say)
  if (method.survey) checkSurvey(method.survey, known, reached, ['survey'], say)
  if (method.becomes) checkBecomes(method.becomes, known, ['becomes'], say)
  if (method.round) checkAmount(method.round.tries, known, ['round', 'tries'], say)
  if (method.sample && !method.roles?.some(({ key }) => key === method.sample!.role)) say(['sample', 'role'], 'reference.unknown', { kind: 'role', key: method.sample.role })
  const { session } = method
  if (!session) return
  checkList(session.modes, known, ['session', 'modes'], say)
  for (const [mode, as] of Object.entries(session.as ?? {})) {
    if (!known.codes.get(session.modes)?.has(mode)) say(['session', 'as', mode], 'reference.unknown', { kind: 'code', key: mode })
    if (!session.kinds.includes(as.kind) || !known.codes.get('visit-mode')?.has(as.mode)) say(['session', 'as', mode], 'reference.unknown', { kind: 'code', key: as.mode })
  }
  if (session.form) requireForm(session.form, known, ['session', 'form'], say)
  for (const field of ['drop_out_after', 'late_hours'] as const) checkAmount(session[field], known, ['session', field], say)
}

function checkMilestone({ forms, within = [] }: Milestone, { clocks = [] }: Method, reached: readonly string[], path: Path, say: Say) {
  for (const [n, key] of forms.entries()) if (!reached.includes(key)) say([...path, 'forms', n], 'reference.unknown', { kind: 'form', key })
  for (const [n, key] of within.entries()) if (!clocks.some((clock) => clock.key === key)) say([...path, 'within', n], 'reference.unknown', { kind: 'clock', key })
}

function checkTally({ form: key, by, sum }: NonNullable<Method['tally']>, known: Known, path: Path, say: Say) {
  for (const [name, types] of [[by, ['colleagues']], [sum, ['minutes', 'number', 'money']]] as const) {
    const field = known.forms.get(key)?.fields.find((one) => one.key === name)
    if (!field?.filter || !types.some((type) => type === field.type)) say(path, 'reference.unknown', { kind: 'field', key: `${key}.${name}` })
  }
}

/** Both questions are choices lists may be narrowed by; paper has the same first one, comes a way the second offers, and its counts are numbers kept apart. */
function checkSurvey({ form: key, whom, way, paper }: Survey, known: Known, reached: readonly string[], path: Path, say: Say) {
  const fieldOf = (form: string, name: string, type: Field['type'], at: Path) => {
    const field = known.forms.get(form)?.fields.find((one) => one.key === name)
    if (!reached.includes(form) || !field?.filter || field.type !== type) say(at, 'reference.unknown', { kind: 'field', key: `${form}.${name}` })
    return field
  }
  if (!known.forms.get(key)?.result) say([...path, 'form'], 'reference.unknown', { kind: 'form', key })
  const first = fieldOf(key, whom, 'choice', [...path, 'whom'])
  const second = fieldOf(key, way, 'choice', [...path, 'way'])
  if (!paper) return
  const its = fieldOf(paper.form, paper.whom, 'choice', [...path, 'paper', 'whom'])
  if (first && its && first.list !== its.list) say([...path, 'paper', 'whom'], 'reference.unknown', { kind: 'list', key: String(first.list) })
  if (second && !(second.options?.map((one) => one.key) ?? [...(known.codes.get(second.list ?? '') ?? [])]).includes(paper.way)) say([...path, 'paper', 'way'], 'reference.unknown', { kind: 'code', key: paper.way })
  for (const name of Object.keys(paper.scores)) fieldOf(paper.form, name, 'number', [...path, 'paper', 'scores', name])
}

function checkBecomes({ words: { form: key, field, who } }: NonNullable<Method['becomes']>, known: Known, path: Path, say: Say) {
  const form = known.forms.get(key)
  if (!form) return say([...path, 'words'], 'reference.unknown', { kind: 'form', key })
  for (const name of [field, ...(who ? [who] : [])]) if (!form.fields.some((one) => one.key === name)) say([...path, 'words'], 'reference.unknown', { kind: 'field', key: name })
  return undefined
}

/** Posts of the village report what they found; offices handle what is about nobody. Nobody else has hands for it. */
const mayOpenIt = ({ subject, secret }: Method, role: string): boolean =>
  [...CASEWORKERS, ...VILLAGERS].some((one) => one === role) || (HANDLERS.some((one) => one === role) && subject === 'none' && secret !== true)

/** Caseworkers fill in sheets of every way, everybody else of those he opens. */
const mayTakePart = (method: Method, role: string): boolean => mayOpenIt(method, role) && ((CASEWORKERS as readonly string[]).includes(role) || (method.opened_by ?? []).includes(role))

/** A door leads to a form of its method that is about the service itself and closed to no circle, and names questions that are there. */
function checkDoor(door: Door, method: Method, known: Known, path: Path, say: Say) {
  const forms = new Set(method.stages.flatMap((stage) => stage.forms.map(({ form }) => form)))
  const names = (key: string, fields: readonly string[], at: Path) => {
    const form = known.forms.get(key)
    if (!form || !forms.has(key)) return say(at, 'reference.unknown', { kind: 'form', key })
    for (const name of fields) if (!form.fields.some((field) => field.key === name)) say(at, 'reference.unknown', { kind: 'field', key: name })
    return undefined
  }
  names(door.form, [...Object.keys(door.set ?? {}), ...(door.hide ?? [])], [...path, 'form'])
  if (door.shows) names(door.shows.form, door.shows.fields, [...path, 'shows'])
  const form = known.forms.get(door.form)
  if (method.secret || method.subject !== 'none' || (form && form.about !== 'service') || (door.to === 'station' && form?.times === 'many')) say(path, 'door.not-public', { key: door.key })
}

/** Answers a clock may begin or end with; a computed one is a day reckoned from another. */
const MARKED: ReadonlySet<string> = new Set(['day', 'moment', 'computed'])

function checkApproval({ stage, by, key }: Approval, method: Method, path: Path, say: Say) {
  if (!method.stages.some((one) => one.key === stage)) say(path, 'gate.never-opens', { key, why: stage })
  for (const role of by) if (!(ROLES as readonly string[]).includes(role)) say([...path, 'by'], 'reference.unknown', { kind: 'role', key: role })
}

function checkClock(clock: Clock, here: Here, path: Path, say: Say) {
  const mark = (one: Mark, field: string) => {
    if ('stage' in one && !here.method.stages.some(({ key }) => key === one.stage)) say([...path, field], 'reference.unknown', { kind: 'stage', key: one.stage })
    if ('approval' in one && !here.approved.includes(one.approval)) say([...path, field], 'reference.unknown', { kind: 'approval', key: one.approval })
    if (!('form' in one)) return
    const form = here.known.forms.get(one.form)
    if (!form || !here.reached.includes(one.form)) say([...path, field], 'reference.unknown', { kind: 'form', key: one.form })
    else if (one.field !== undefined && !form.fields.some(({ key, type }) => key === one.field && MARKED.has(type))) say([...path, field], 'reference.unknown', { kind: 'field', key: one.field })
  }
  mark(clock.starts, 'starts')
  mark(clock.ends, 'ends')
  for (const [unit, amount] of Object.entries(clock.due)) if (!Array.isArray(amount)) checkAmount(amount as Amount, here.known, [...path, 'due', unit], say)
  checkAmount(clock.remind_every_minutes, here.known, [...path, 'remind_every_minutes'], say)
  for (const { after_minutes: after } of clock.tells ?? []) checkAmount(after, here.known, [...path, 'tells'], say)
  if (clock.when !== undefined) checkServiceRule(clock.when, here, [...path, 'when'], say)
}

function checkList(list: string, { codes }: Known, path: Path, say: Say) {
  if (!codes.has(list)) say(path, 'reference.unknown', { kind: 'list', key: list })
}
function requireForm(form: string, { forms }: Known, path: Path, say: Say) {
  if (!forms.has(form)) say(path, 'reference.unknown', { kind: 'form', key: form })
}
