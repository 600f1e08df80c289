import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { buildPack, evaluateRule, problemLine, readPacks, requirePacks, RuleError } from './index.ts'

const packs = requirePacks('standards')
const header = `key: local
version: "1"
title: {zh: 试验}
issuer: {zh: 试验}
extends: [mzt-071-2016, national-base]
effective: {from: "2024-01-01", until: null}
place: 510421000000
sources: {here: {title: {zh: 试验}}}
`
const check = (files: Record<string, string>) => {
  const { pack, problems } = buildPack({ 'pack.yaml': header, ...files }, packs)
  expect(pack === null).toBe(problems.length > 0)
  return problems.map((problem) => problemLine(problem))
}
const catalogue = (items: string) => ({ 'catalogue.yaml': `key: local\ntitle: {zh: 本地}\nsource: here\nbasis: default\nitems:\n${items}` })
const duty = (when: string) => ({
  'duties.yaml': `source: here\nbasis: default\nduties:\n  - {key: d, title: {zh: 应办}, cycle: {every: calendar-month}, modes: [home],\n     when: '${when}'}\n`,
})

test('a pack without fault has no problems', () => {
  expect(check(catalogue('  - {key: l.1, kind: item, title: {zh: 甲}}\n'))).toEqual([])
})

test.each<[string, Record<string, string>, string[]]>([
  ['a missing Chinese title', catalogue('  - {key: l.1, kind: item, title: {en: A}}\n'), ['catalogue.yaml:6:35 缺少字段“zh”']],
  ['an unknown field', catalogue('  - key: l.1\n    kind: item\n    titel: {zh: 甲}\n    title: {zh: 甲}\n'), ['catalogue.yaml:8:5 不认识的字段“titel”']],
  ['a key that is not ASCII', catalogue('  - {key: 甲, kind: item, title: {zh: 甲}}\n'), ['catalogue.yaml:6:11 “甲”写法不符合要求']],
  ['an unknown kind', catalogue('  - {key: l.1, kind: thing, title: {zh: 甲}}\n'), ['catalogue.yaml:6:22 “thing”不在允许的值之内：category, block, area, field, item']],
  ['a key used twice', catalogue('  - {key: l.1, kind: item, title: {zh: 甲}}\n  - {key: l.1, kind: item, title: {zh: 乙}}\n'), ['catalogue.yaml:7:11 键“l.1”重复，第 6 行已经用过']],
  ['a key of another pack', catalogue('  - {key: mzt071.1, kind: item, title: {zh: 甲}}\n'), ['catalogue.yaml:6:11 键“mzt071.1”已由标准包“mzt-071-2016”定义；请用 overrides.yaml 修改']],
  ['an unknown parent', catalogue('  - {key: l.1, kind: item, parent: l.9, title: {zh: 甲}}\n'), ['catalogue.yaml:6:36 上级条目“l.9”不存在']],
  ['an unknown tag', catalogue('  - {key: l.1, kind: item, groups: [dibao, dibaoo], title: {zh: 甲}}\n'), ['catalogue.yaml:6:44 引用的人员标签“dibaoo”不存在']],
  ['an unknown source', catalogue('  - {key: l.1, kind: item, source: law L1, title: {zh: 甲}}\n'), ['catalogue.yaml:6:36 出处“law”没有在 pack.yaml 的 sources 中列出']],
  ['no source at all', { 'parameters.yaml': 'basis: default\nparameters:\n  - {key: p, title: {zh: 甲}, value: 1, unit: day}\n' }, ['parameters.yaml:3:5 没有写出处（source）']],
  ['reversed ages', catalogue('  - {key: l.1, kind: item, age: {from: 60, to: 6}, title: {zh: 甲}}\n'), ['catalogue.yaml:6:33 年龄上下限颠倒']],
  ['a fraction', { 'parameters.yaml': 'source: here\nbasis: default\nparameters:\n  - {key: p, title: {zh: 甲}, value: 0.3, unit: percent}\n' }, ['parameters.yaml:4:37 类型不对，应为 integer / boolean / string / array']],
  ['a crosswalk to nowhere', { 'crosswalk.yaml': 'source: here\nbasis: default\nlinks:\n  - {from: mzt071.1.2, to: [l.7]}\n' }, ['crosswalk.yaml:4:29 引用的目录条目“l.7”不存在']],
  ['broken YAML', { 'tags.yaml': 'tags:\n  - {key: a\n' }, ['tags.yaml:3:1 YAML 写法有误']],
  ['a field written twice', { 'tags.yaml': 'tags: []\ntags: []\n' }, ['tags.yaml:2:1 同一处字段写了两次']],
  ['a file we do not know', { 'catalog.yaml': '' }, ['catalog.yaml:1:1 不认识的文件']],
  ['reversed dates', { 'pack.yaml': header.replace('until: null', 'until: "2023-01-01"') }, ['pack.yaml:6:12 起止日期颠倒：2024-01-01 晚于 2023-01-01']],
  ['a day that no calendar has', { 'pack.yaml': header.replace('2024-01-01', '2024-02-30') }, ['pack.yaml:6:12 日期“2024-02-30”不存在']],
  ['an unknown extended pack', { 'pack.yaml': header.replace('mzt-071-2016', 'mzt-000') }, ['pack.yaml:5:11 所扩展的标准包“mzt-000”不存在']],
  ['a version in force beside another', { 'pack.yaml': header.replace('key: local', 'key: panzhihua-2021').replace('version: "1"', 'version: "2"') }, ['pack.yaml:6:12 “panzhihua-2021”的有效期与另一份重叠（panzhihua-2021 1）']],
  ['an unknown name in a rule', duty('age >= 60 and income < 5'), ['duties.yaml:5:12 规则里的名称“income”不认识，可用：age, tags, risk, sex']],
  ['a rule that cannot be read', duty('age >= and'), ['duties.yaml:5:12 规则写法有误：age >= and']],
  ['a misspelt tag in a rule', duty('list contains(tags, "lives-alon")'), ['duties.yaml:5:12 规则里的“lives-alon”不是人员标签，也不是风险等级']],
])('%s is reported with its line and column', (_, files, expected) => {
  const found = check(files)
  expect(found).toHaveLength(expected.length)
  for (const [index, line] of found.entries()) expect(line.startsWith(expected[index] ?? '')).toBe(true)
})

test('the same parameter may stand twice for times that do not meet, and not for times that do', () => {
  const twice = (from: string) => ({
    'parameters.yaml': `source: here\nbasis: default\nparameters:
  - {key: p, title: {zh: 甲}, value: 1, unit: day, effective: {from: "2024-01-01", until: "2024-06-30"}}
  - {key: p, title: {zh: 甲}, value: 2, unit: day, effective: {from: "${from}", until: null}}\n`,
  })
  expect(check(twice('2024-07-01'))).toEqual([])
  expect(check(twice('2024-06-30'))).toEqual(['parameters.yaml:5:62 “p”的有效期与另一份重叠（parameters.yaml:4）'])
})

test('sentences come in English too', () => {
  const { problems } = buildPack({ 'pack.yaml': header, ...catalogue('  - {key: l.1, kind: item, title: {en: A}}\n') }, packs)
  expect(problems.map((problem) => problemLine(problem, 'en'))).toEqual(['catalogue.yaml:6:35 field "zh" is missing'])
})

test('packs that extend each other in a circle are refused', () => {
  const root = mkdtempSync(join(tmpdir(), 'packs-'))
  for (const [key, base] of [['a', 'b'], ['b', 'a']]) {
    mkdirSync(join(root, key ?? ''))
    writeFileSync(join(root, key ?? '', 'pack.yaml'), header.replace('key: local', `key: ${key}`).replace('[mzt-071-2016, national-base]', `[${base}]`))
  }
  const problems = readPacks(root).flatMap((read) => read.problems.map((problem) => problemLine(problem)))
  expect(problems).toHaveLength(2)
  expect(problems[0]).toMatch(/extends|成环/)
})

test('a rule gives its value, null for a fact not known, and refuses names, fractions and bad syntax', () => {
  const today = { today: '2026-03-01' }
  expect(evaluateRule('age >= 60', { age: 82 }, today)).toBe(true)
  expect(evaluateRule('age >= 60', { age: null }, today)).toBe(null)
  expect(evaluateRule('today() > date("2026-02-28")', {}, today)).toBe(true)
  for (const rule of ['income > 3', 'age > 3 and income > 3', 'now() = 1', 'age >', '1 / 3', 'process.exit(1)']) {
    expect(() => evaluateRule(rule, { age: 2 }, today)).toThrow(RuleError)
  }
})
