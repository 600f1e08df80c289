import { expect, test } from 'vitest'
import { buildPack, requirePacks } from './index.ts'

// What a service reaches on its way, and the figures that count it.
const packs = requirePacks('standards')
const header = 'key: local\nversion: "1"\ntitle: {zh: 试验}\nissuer: {zh: 试验}\nextends: [mzt-094-2017, national-base]\neffective: {from: "2024-01-01", until: null}\nplace: 510421000000\nsources: {here: {title: {zh: 试验}}}\n'
const method = (milestone: string) => `source: here
basis: default
methods:
  - key: m
    title: {zh: 甲}
    counts: service
    class: P2
    subject: none
    stages: [{key: first, title: {zh: 一}, forms: [{form: early, needed: true}], gates: []}]
    clocks: [{key: c, title: {zh: 钟}, starts: {at: opened}, due: {days: 3}, ends: {form: early}}]
    milestones: [${milestone}]
    close: {reasons: closing-reason}
forms:
  - {key: early, code: X01, title: {zh: 早}, about: service, times: once, class: P2, fields: [{key: a, title: {zh: 甲}, type: text}]}
`
const indicator = (measure: string) => `source: here\nbasis: default\nindicators:\n  - {key: i, title: {zh: 数}, unit: piece, definition: {zh: 数。}, measure: ${measure}}\n`
const GOOD = '{key: done, title: {zh: 成}, forms: [early], within: [c]}'
const COUNTED = '{count: [milestone], of: occurrences, where: {kind: [m], result: [done]}}'
const found = (milestone: string, measure: string) =>
  buildPack({ 'pack.yaml': header, 'methods/m.yaml': method(milestone), 'indicators.yaml': indicator(measure) }, packs).problems.map(({ code, file, line }) => [code, file.split('/').at(-1), line])

test('a milestone of a form and a clock of its method, and a figure of it, are no problem', () => {
  expect(found(GOOD, COUNTED)).toEqual([])
})

test.each([
  ['a form that is never filled in', '{key: done, title: {zh: 成}, forms: [case-plan]}', COUNTED, ['reference.unknown', 'm.yaml', 11]],
  ['a clock that is not there', '{key: done, title: {zh: 成}, forms: [early], within: [d]}', COUNTED, ['reference.unknown', 'm.yaml', 11]],
  ['two of one key', `${GOOD}, ${GOOD}`, COUNTED, ['key.duplicate', 'm.yaml', 11]],
  ['a figure of a milestone the method has not', GOOD, '{count: [milestone], of: occurrences, where: {kind: [m], result: [normal]}}', ['reference.unknown', 'indicators.yaml', 4]],
  ['a figure of every way at once', GOOD, '{count: [milestone], of: occurrences, where: {result: [done]}}', ['shape.required', 'indicators.yaml', 4]],
  ['heads, which nobody counts there', GOOD, '{count: [milestone], of: heads, where: {kind: [m], result: [done]}}', ['shape.other', 'indicators.yaml', 4]],
])('the check finds %s', (_, milestone, measure, problem) => {
  expect(found(milestone, measure)).toEqual([problem])
})
