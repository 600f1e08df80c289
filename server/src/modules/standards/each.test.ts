import { expect, test } from 'vitest'
import { buildPack, problemLine, requirePacks } from './index.ts'

// Gates that are asked of each: of everybody with a role, of every contact of a kind.
const packs = requirePacks('standards')
const header = 'key: local\nversion: "1"\ntitle: {zh: 试验}\nissuer: {zh: 试验}\nextends: [mzt-094-2017, national-base]\neffective: {from: "2024-01-01", until: null}\nplace: 510421000000\nsources: {here: {title: {zh: 试验}}}\n'
const SESSION = '    session: {title: {zh: 节次}, kinds: [session], modes: activity-kind, attendance: true, drop_out_after: 2}\n'
const GATE_LINE = 11

/** A way with two roles and a form of the service, one about somebody, one that comes later; `gate` stands on line 11 (10 where there is no session). */
const planted = (gate: string, { session = SESSION, subject = 'people', later = '' } = {}) => {
  const text = `source: here\nbasis: default\nmethods:\n  - key: m\n    title: {zh: 甲}\n    counts: group\n    class: P2\n    subject: ${subject}\n    roles: [{key: member, title: {zh: 组员}}, {key: helper, title: {zh: 助手}}]\n${session}    stages: [{key: first, title: {zh: 一}, forms: [{form: about, needed: true}, {form: whole, needed: true}], gates: [{key: g, title: {zh: 关}, ${gate}}${later}]}, {key: second, title: {zh: 二}, forms: [{form: late, needed: true}], gates: []}]
    close: {reasons: closing-reason}
forms:
  - {key: about, code: X01, title: {zh: 每人}, about: person, times: once, class: P2, fields: [{key: n, title: {zh: 数}, type: number, min: 0, max: 9}, {key: on, title: {zh: 日}, type: day}]}
  - {key: whole, code: X02, title: {zh: 整体}, about: service, times: once, class: P2, fields: [{key: ok, title: {zh: 是否}, type: yes-no}, {key: who, title: {zh: 谁}, type: rows, fields: [{key: one, title: {zh: 人}, type: person}]}]}
  - {key: late, code: X03, title: {zh: 晚}, about: person, times: once, class: P2, fields: [{key: b, title: {zh: 乙}, type: yes-no}]}
`
  return buildPack({ 'pack.yaml': header, 'methods/m.yaml': text }, packs).problems
}
const member = (rule: string) => `each: {people: [member]}, rule: '${rule}'`
const session = (rule: string) => `each: {records: [session]}, rule: '${rule}'`

test.each([
  member('about.n > 3'), member('about.filled > 0 and minor != true or guardian = true'), member('list contains(whole.who.one, person)'), member('present >= 3'),
  member('if dropping_out then about.on != null and date(about.on) >= date(missed_since) else true'), 'each: {people: [member, helper]}, rule: \'role = "helper" or about.n = 9\'',
  session('marked'), session('present > 3 and minutes >= 30'), 'rule: attendance.unmarked = 0 and attendance.rate >= 80',
])('a gate that opens for somebody is no problem: %s', (gate) => {
  expect(planted(gate).map((problem) => problemLine(problem))).toEqual([])
})

test.each([
  ['a number nobody can have', member('about.n > 9'), 'gate.impossible'],
  ['a rate above all of them', 'rule: attendance.rate > 100', 'gate.impossible'],
  ['somebody in a column that holds none', member('list contains(whole.who.ones, person)'), 'gate.impossible'],
  ['a form about each that comes too late', member('late.b = true'), 'rule.unknown-name'],
  ['a role nobody has', `each: {people: [guest]}, rule: minor`, 'reference.unknown'],
  ['another role than those asked', member('role = "helper"'), 'rule.no-such-answer'],
  ['contacts of a kind it has none of', `each: {records: [visit]}, rule: marked`, 'gate.never-opens'],
  ['a fact of the service asked of each', member('whole.ok = true'), 'gate.same-for-each'],
  ['a form about each asked of a contact', session('about.n > 3'), 'rule.unknown-name'],
  ['each, and nothing asked of them', 'each: {people: [member]}, form: whole', 'shape.required'],
])('the check finds what no one can pass, and names the line: %s', (_, gate, code) => {
  expect(planted(gate).map((one) => [one.code, one.line])).toEqual([[code, GATE_LINE]])
})

test('nobody to ask, no attendance to ask for: such gates are refused', () => {
  expect(planted(member('minor'), { subject: 'none' }).map(({ code, line }) => [code, line])).toEqual([['gate.never-opens', GATE_LINE]])
  expect(planted(session('minutes > 3'), { session: '' }).map(({ code, line }) => [code, line])).toEqual([['gate.never-opens', GATE_LINE - 1]])
  for (const gate of [member('dropping_out'), member('present > 1'), 'rule: attendance.unmarked = 0']) expect(planted(gate, { session: '' }).map(({ code }) => code)).toEqual(['rule.unknown-name'])
})

test('two gates that ask opposite things of the same people are found; of other people, or of everybody together, they are not', () => {
  const after = (gate: string) => ({ later: `, {key: h, title: {zh: 关}, ${gate}}` })
  expect(planted(member('about.n > 5'), after(member('about.n < 5'))).map(({ code }) => code)).toEqual(['gate.impossible'])
  expect(planted(member('about.n > 5'), after(`each: {people: [helper]}, rule: about.n < 5`))).toEqual([])
  expect(planted('rule: whole.ok = true', after(member('whole.ok = false and minor'))).map(({ code }) => code)).toEqual(['gate.impossible'])
  expect(planted('rule: about.n > 5', after(member('about.n < 5')))).toEqual([])
})
