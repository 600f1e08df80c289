import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { buildPack, requirePacks } from './index.ts'

// A survey that says how its answers are told apart, and which sheets of paper join them.
const packs = requirePacks('standards')
const folder = 'standards/feedback'
const source = (change: (text: string) => string) => Object.fromEntries([
  ...['pack.yaml', 'indicators.yaml', 'tables.yaml'].map((name) => [name, readFileSync(`${folder}/${name}`, 'utf8')]),
  ...readdirSync(`${folder}/methods`).map((name) => [`methods/${name}`, name === 'satisfaction.yaml' ? change(readFileSync(`${folder}/methods/${name}`, 'utf8')) : readFileSync(`${folder}/methods/${name}`, 'utf8')]),
])
const bases = packs.filter(({ key }) => key !== 'feedback')
const found = (from: string, to: string) => buildPack(source((text) => { expect(text).toContain(from); return text.replace(from, to) }), bases).problems.map(({ code, details }) => [code, details['key']])

test('the survey of satisfaction is no problem', () => {
  expect(found('ones: 0}', 'ones: 0}')).toEqual([])
})

test.each([
  ['a question that is not there', '      whom: whom\n', '      whom: who\n', ['reference.unknown', 'satisfaction-answer.who']],
  ['a question lists may not be narrowed by', '{key: way, title: {zh: 方式, en: Way}, type: choice, list: asking-way, filter: true}', '{key: way, title: {zh: 方式, en: Way}, type: choice, list: asking-way}', ['reference.unknown', 'satisfaction-answer.way']],
  ['paper that comes a way nobody asks', 'way: paper, scores', 'way: pigeon, scores', ['reference.unknown', 'pigeon']],
  ['a count that is no number', 'ones: 0}', 'opinions: 0}', ['reference.unknown', 'satisfaction-tally.opinions']],
  ['a form without a score', 'form: satisfaction-answer\n      whom', 'form: satisfaction-plan\n      whom', ['reference.unknown', 'satisfaction-plan']],
])('the check finds %s', (_, from, to, problem) => {
  expect(found(from, to)).toContainEqual(problem)
})
