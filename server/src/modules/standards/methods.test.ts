import { expect, test } from 'vitest'
import { buildPack, evaluateRule, problemText, requirePacks, resolveStandards, ruleName, type Field, type Form, type Gate, type Method } from './index.ts'

const packs = requirePacks('standards')
const standards = resolveStandards(packs, 510421100000, '2026-03-01')
const methods = standards.methods() as readonly Method[]
const allForms = packs.flatMap((pack) => pack.forms)
const today = { today: '2026-03-01' }

test('casework has the sheets F01 to F17, group work G01 to G06, an activity C02 to C05', () => {
  const codes = (method: string) => formsOf(methods.find(({ key }) => key === method)!).map(({ code }) => code)
  const numbered = (letter: string, from: number, to: number) => Array.from({ length: to - from + 1 }, (_, n) => letter + String(n + from).padStart(2, '0'))
  expect(codes('casework')).toEqual(expect.arrayContaining(numbered('F', 1, 17)))
  expect(codes('group-work')).toEqual(expect.arrayContaining(numbered('G', 1, 6)))
  expect(codes('activity-plan')).toEqual(expect.arrayContaining(numbered('C', 2, 5)))
})

test('a case goes through intake, assessment, plan, intervention, evaluation and closing, and is followed up; a group through its five phases', () => {
  const stages = (method: string) => methods.find(({ key }) => key === method)!.stages.map(({ title }) => title.zh)
  expect(stages('casework')).toEqual(['接案', '预估', '计划', '介入', '评估', '结案', '回访'])
  expect(stages('group-work')).toEqual(['筹备期', '形成期', '转折期', '成熟期', '结束期'])
})

test.each(methods.map((method) => [method.key, method] as const))('%s can be walked from its first stage to its closing, and nothing is 待补 on the way', (_, method) => {
  expect(walk(method)).toEqual([])
})

test('every word of a way of serving is there in Chinese and in English', () => {
  const found: string[] = []
  for (const pack of packs) for (const part of [pack.methods, pack.forms, pack.lists, pack.parameters]) missing(part, `${pack.key}`, found)
  expect(found).toEqual([])
})

test('no sheet of a case, a group, an activity or a screening asks for more than three answers before it is complete', () => {
  const sheets = ['casework', 'group-work', 'activity-plan', 'screening'].flatMap((key) => formsOf(methods.find((one) => one.key === key)!))
  expect(sheets.filter(({ fields }) => fields.filter(({ needed }) => needed).length > 3).map(({ key }) => key)).toEqual([])
})

test('a gate is locked only with the law or the rule of safety that demands it', () => {
  const locked = methods.flatMap((method) => gatesOf(method).filter(({ lock }) => lock).map((gate) => [method.key, gate] as const))
  expect(locked.filter(([, { source, basis }]) => source === undefined || source.startsWith('ours') || basis === 'default').map(([method, { key }]) => `${method}/${key}`)).toEqual([])
  expect(locked.filter(([method]) => method === 'casework').map(([, { key }]) => key)).toEqual(['guardian-agrees-under-14', 'referral-consent', 'remaining-risk'])
})

test('a child under 14 is not taken on without a guardian or a written exception; an adult and an unknown age are', () => {
  const gate = gatesOf(methods.find(({ key }) => key === 'casework')!).find(({ key }) => key === 'guardian-agrees-under-14') as Extract<Gate, { rule: string }>
  const opens = (age: number | null, agrees: boolean | null, exception: string | null) =>
    evaluateRule(gate.rule, { case_intake: { client_age: age }, case_consent: { guardian_agrees: agrees, guardian_exception: exception } }, today)
  expect([opens(13, null, null), opens(13, false, null), opens(13, true, null), opens(13, false, 'emergency'), opens(14, null, null), opens(null, null, null)]).toEqual([false, false, true, true, true, true])
})

test('two-worker stations have their approvals from the general station, and no worker approves', () => {
  for (const key of ['casework', 'group-work', 'activity-plan']) {
    for (const { by } of methods.find((one) => one.key === key)!.approvals) expect([...by].sort()).toEqual(['agency_manager', 'general_supervisor', 'station_head'])
  }
})

test('each score a scale can give lies in exactly one level, and danger to life or a child outweighs the rest', () => {
  const scales = allForms.filter(({ fields, result }) => result?.levels && fields.some(({ options }) => options?.some(({ points }) => points !== undefined)))
  expect(scales.length).toBeGreaterThanOrEqual(7)
  for (const form of scales) for (const score of scoresOf(form)) expect([form.key, score, form.result!.levels!.filter(({ from, to }) => from <= score && score <= to).length]).toEqual([form.key, score, 1])
  for (const [form, field] of [['mood-screen', 'wish_to_die'], ['guardianship-check', 'harm'], ['guardianship-check', 'alone']] as const) {
    const found = allForms.find(({ key }) => key === form)!
    const points = pointsOf(found.fields.find(({ key }) => key === field)!)
    expect(found.result!.levels!.filter(({ from }) => from <= Math.max(...points)).at(-1)).toMatchObject({ key: 'danger', alarm: true })
  }
})

test('the published self-care test: all met is able, three not met is partly lost, four is fully lost', () => {
  const levels = allForms.find(({ key }) => key === 'self-care-six')!.result!.levels!
  expect([0, 1, 3, 4, 6].map((score) => levels.find(({ from, to }) => from <= score && score <= to)?.key)).toEqual(['able', 'partly-lost', 'partly-lost', 'fully-lost', 'fully-lost'])
})

test('a scale that belongs to somebody asks for its total only; our own lists are called our own', () => {
  const shipped = packs.find(({ key }) => key === 'scales')!.forms
  const licensed = shipped.filter(({ licence }) => licence)
  expect(licensed.length).toBeGreaterThanOrEqual(6)
  for (const { fields, key } of licensed) expect([key, fields.filter(({ type }) => type === 'choice' || type === 'choices')]).toEqual([key, []])
  const own = shipped.filter(({ licence, result, basis }) => !licence && result && basis === 'default')
  expect(own.filter(({ title }) => !title.zh.includes('自编')).map(({ key }) => key)).toEqual([])
})

const header = 'key: local\nversion: "1"\ntitle: {zh: 试验}\nissuer: {zh: 试验}\nextends: [mzt-094-2017, national-base]\neffective: {from: "2024-01-01", until: null}\nplace: 510421000000\nsources: {here: {title: {zh: 试验}}}\n'
const planted = (gate: string, { approvals = '[]', close = '', session = '' } = {}) => {
  const text = `source: here\nbasis: default\nmethods:\n  - key: m\n    title: {zh: 甲}\n    counts: service\n    class: P2\n    subject: none\n    approvals: ${approvals}\n${session}    stages:
      - {key: first, title: {zh: 一}, forms: [{form: early, needed: true}], gates: [{key: g, title: {zh: 关}, ${gate}}]}\n      - {key: second, title: {zh: 二}, forms: [{form: late, needed: true}], gates: []}\n    close: {reasons: closing-reason${close}}
forms:
  - {key: early, code: X01, title: {zh: 早}, about: service, times: once, class: P2, fields: [{key: a, title: {zh: 甲}, type: choice, options: [{key: yes-it-is, title: {zh: 是}}, {key: no-it-is-not, title: {zh: 否}}]}, {key: n, title: {zh: 数}, type: number, min: 0, max: 9}, {key: m, title: {zh: 数}, type: number, min: 0, max: 9}, {key: why, title: {zh: 因}, type: text, visible_when: 'a = "no-it-is-not"'}, {key: d, title: {zh: 日}, type: day}]}
  - {key: late, code: X02, title: {zh: 晚}, about: service, times: once, class: P2, fields: [{key: b, title: {zh: 乙}, type: yes-no}]}
`
  return buildPack({ 'pack.yaml': header, 'methods/m.yaml': text }, packs).problems.map((problem) => `${problem.code}: ${problemText(problem)}`)
}

test('a gate that some way of filling in opens is no problem', () => {
  expect(planted(`rule: early.a = "yes-it-is" and early.n > 3`)).toEqual([])
  expect(planted(`rule: early.why != null`)).toEqual([])
  expect(planted(`rule: date(early.d) > today()`)).toEqual([])
  expect(planted(`rule: early.m > early.n`)).toEqual([])
})

test.each([
  ['an answer the form does not offer', `rule: early.a = "perhaps"`, {}, 'rule.no-such-answer'],
  ['two answers at once', `rule: early.a = "yes-it-is" and early.a = "no-it-is-not"`, {}, 'gate.impossible'],
  ['a number beyond what may be entered', 'rule: early.n > 9', {}, 'gate.impossible'],
  ['an answer to a question that is then not asked', `rule: early.a = "yes-it-is" and early.why != null`, {}, 'gate.impossible'],
  ['a form that is not filled in yet answers', 'rule: early.filled = 0 and early.n > 1', {}, 'gate.impossible'],
  ['closing that wants the opposite of an earlier gate', `rule: early.a = "yes-it-is"`, { close: `, gates: [{key: c, title: {zh: 关}, rule: early.a = "no-it-is-not"}]` }, 'gate.impossible'],
  ['a form that is offered too late', 'form: late', {}, 'gate.never-opens'],
  ['a rule about a form that is offered too late', 'rule: late.b = true', {}, 'rule.unknown-name'],
  ['the approval of a later stage', 'approval: p', { approvals: '[{key: p, title: {zh: 批}, stage: second, by: [station_head]}]' }, 'gate.never-opens'],
  ['records, and no session to make them', 'records: 1', {}, 'gate.never-opens'],
  ['goals, and none are kept', 'goals: set', {}, 'gate.never-opens'],
  ['a consent nobody can give', 'consent: everything', {}, 'gate.never-opens'],
])('the check finds a gate that never opens: %s', (_, gate, more, code) => {
  const found = planted(gate, more)
  expect(found).toHaveLength(1)
  expect(found[0]).toMatch(new RegExp(`^${code.replace('.', '\\.')}: `))
})

test('a sheet is of posts that take part in its way, and of nobody else', () => {
  const of = (by: string, openers = '') => buildPack({ 'pack.yaml': header, 'methods/m.yaml': `source: here
basis: default
methods:
  - {key: mine, title: {zh: 我}, counts: service, class: P2, subject: none${openers}, stages: [{key: a, title: {zh: 甲}, forms: [{form: sheet, needed: true, by: [${by}]}], gates: []}], close: {reasons: mine-closing}}
forms:
  - {key: sheet, code: X01, title: {zh: 表}, about: service, times: once, class: P2, fields: [{key: a, title: {zh: 甲}, type: text}]}
lists:
  - {key: mine-closing, title: {zh: 结束}, codes: [{key: done, title: {zh: 完}}]}
` }, packs).problems.map(({ code }) => code)
  expect([of('station_head'), of('county_bureau', ', opened_by: [county_bureau]'), of('county_bureau'), of('auditor'), of('nobody')]).toEqual([[], [], ['opener.impossible'], ['opener.impossible'], ['opener.impossible']])
})

test('a question may not be named like a result of its form, nor a form like one of a pack it extends', () => {
  const form = (key: string, field: string) => buildPack({ 'pack.yaml': header, 'methods/m.yaml': `source: here\nbasis: default\nforms:\n  - {key: ${key}, code: X01, title: {zh: 表}, about: service, times: once, class: P2, fields: [{key: ${field}, title: {zh: 甲}, type: text}]}\n` }, packs).problems.map(({ code }) => code)
  expect(form('mine', 'words')).toEqual([])
  expect(form('mine', 'level')).toEqual(['field.reserved'])
  expect(form('case-plan', 'words')).toEqual(['key.taken'])
})

type Answers = Record<string, unknown>

/** A small model of a service: fills in every form, has every approval and contact, then changes one answer after the other until no gate is shut. */
function walk(method: Method): string[] {
  const forms = formsOf(method)
  const filled = new Map(forms.map((form) => [form, settle(form, Object.fromEntries(form.fields.map((field) => [field.key, choicesOf(field)[0]])))]))
  const rules = gatesOf(method).flatMap((gate) => ('rule' in gate ? [gate.rule] : []))
  const shut = () => rules.filter((rule) => evaluateRule(rule, factsOf(filled), today) !== true)
  for (let left = shut(), round = 0; left.length > 0 && round < 3; round++) {
    for (const [form, fields] of fieldsNamed(left.join(' '), forms)) for (const field of fields) for (const value of choicesOf(field)) {
      const before = filled.get(form)!
      filled.set(form, settle(form, { ...before, [field.key]: value }))
      const now = shut()
      if (now.length < left.length) left = now
      else filled.set(form, before)
    }
  }
  return [...shut(), ...gatesOf(method).flatMap((gate) => ('records' in gate && !method.session ? [gate.key] : []))]
}

const formsOf = ({ stages, session }: Method): readonly Form[] =>
  [...new Set([...stages.flatMap(({ forms }) => forms.map(({ form }) => form)), ...(session?.form ? [session.form] : [])])].map((key) => standards.form(key)!)
const gatesOf = ({ stages, close }: Method): readonly Gate[] => [...stages.flatMap(({ gates }) => gates), ...(close.gates ?? [])]

/** A minor who stayed away and was marked: of whom gates for each ask the most. */
const OF_EACH = { attendance: { marked: 99, unmarked: 0, rate: 90, checked_in: 1 }, person: '说明', minor: true, guardian: true, present: 1, absent: 2, missed: 2, dropping_out: true, missed_since: '2026-02-01', marked: true, heads: 1, minutes: 60 }

function factsOf(filled: ReadonlyMap<Form, Answers>): Record<string, unknown> {
  const ofForm = ([form, answers]: [Form, Answers]) => [ruleName(form.key), { ...Object.fromEntries(form.fields.map(({ key }) => [key, answers[key] ?? null])), filled: 1, score: 0, level: null }]
  return { records: 99, people: 20, goals: 1, days: 10, ...OF_EACH, ...Object.fromEntries([...filled].map(ofForm)) }
}

function fieldsNamed(rules: string, forms: readonly Form[]): [Form, readonly Field[]][] {
  return forms.filter(({ key }) => rules.includes(`${ruleName(key)}.`)).map((form) => [form, form.fields])
}

/** The answers as the server keeps them: without those to questions not asked, with those it reckons itself. */
function settle(form: Form, answers: Answers): Answers {
  const known = Object.fromEntries(form.fields.map(({ key }) => [key, answers[key] ?? null]))
  const answerTo = ({ key, visible_when: when, computed }: Field) => {
    if (computed !== undefined) return evaluateRule(computed, known, today)
    return when === undefined || evaluateRule(when, known, today) === true ? answers[key] : null
  }
  return Object.fromEntries(form.fields.map((field) => [field.key, answerTo(field)]))
}

function choicesOf({ type, options, list, min, max, fields, from }: Field): readonly unknown[] {
  const keys = options?.map(({ key }) => key) ?? (list === undefined ? [] : standards.codes(list).map(({ key }) => key))
  if (type === 'choice') return keys
  if (type === 'choices') return keys.map((key) => [key])
  if (type === 'yes-no') return [true, false]
  if (from === 'age') return [10, 70]
  if (type === 'number' || type === 'minutes' || type === 'money') return [...new Set([max ?? 100, min ?? 0, 20])]
  if (type === 'day') return ['2026-02-01', '2026-11-30']
  if (type === 'moment') return ['2026-02-01T08:00:00+08:00']
  return type === 'rows' ? rowsOf(fields ?? []) : type === 'computed' ? [null] : ['说明', '另一个']
}

/** One row; and one for each answer a column offers. */
function rowsOf(columns: readonly Field[]): readonly unknown[] {
  const row = Object.fromEntries(columns.map((column) => [column.key, choicesOf(column)[0]]))
  return [[row], ...columns.filter(({ type }) => type === 'choice').map((column) => choicesOf(column).map((value) => ({ ...row, [column.key]: value })))]
}

const pointsOf = ({ options }: Field): readonly number[] => options?.map(({ points }) => points ?? 0) ?? [0]
/** Every sum the points of a form can make. */
const scoresOf = ({ fields }: Form): ReadonlySet<number> => {
  let sums = new Set([0])
  for (const field of fields.filter(({ options }) => options?.some(({ points }) => points !== undefined))) sums = new Set([...sums].flatMap((sum) => pointsOf(field).map((points) => sum + points)))
  return sums
}

function missing(part: unknown, path: string, found: string[]): void {
  if (typeof part !== 'object' || part === null) return
  if ('zh' in part && !('en' in part)) found.push(`${path} ${String(part.zh)}`)
  for (const [key, value] of Object.entries(part)) missing(value, `${path}/${key}`, found)
}
