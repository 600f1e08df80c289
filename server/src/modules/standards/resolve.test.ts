import { expect, test } from 'vitest'
import { buildPack, type Pack, placeChain, requirePacks, resolveStandards, twoVisitorsFor } from './index.ts'

const packs = requirePacks('standards')
const changchun = 220102001001
const miyi = 510421100000

const header = (key: string, place: number, from: string, until: string | null, version = '1') => `
key: ${key}
version: "${version}"
title: {zh: 试验}
issuer: {zh: 试验}
extends: [panzhihua-2021, mzt-071-2016, national-base]
effective: {from: "${from}", until: ${until === null ? 'null' : `"${until}"`}}
place: ${place}
sources: {here: {title: {zh: 试验}}}
`
function packOf(files: Record<string, string>): Pack {
  const { pack, problems } = buildPack(files, packs)
  if (!pack) throw new Error(JSON.stringify(problems))
  return pack
}
const parameters = (value: number) => `
source: here
basis: default
parameters:
  - {key: station.year_volunteers, title: {zh: 志愿者}, value: ${value}, unit: person}
`

test('a village stands in its township, county, city, province and the nation', () => {
  expect(placeChain(510421100201)).toEqual([510421100201, 510421100000, 510421000000, 510400000000, 510000000000, 0])
})

test('the nearest place decides: Jilin asks two workers of an urban community, the nation one', () => {
  const jilin = resolveStandards(packs, changchun, '2026-03-01').parameter('community.urban_min_workers')
  expect(jilin).toMatchObject({ value: 2, unit: 'person', pack: 'jilin-2016', version: '1', basis: 'seed', source: 'opinion L16' })
  expect(resolveStandards(packs, miyi, '2026-03-01').parameter('community.urban_min_workers')).toMatchObject({ value: 1, pack: 'mzt-071-2016' })
})

test('a county goes before its city, and the day of the fact decides', () => {
  const county = packOf({ 'pack.yaml': header('county', 510421000000, '2024-01-01', '2024-12-31'), 'parameters.yaml': parameters(50) })
  const volunteers = (place: number, date: string) => resolveStandards([...packs, county], place, date).number('station.year_volunteers')
  expect(volunteers(miyi, '2023-12-31')).toBe(30)
  expect(volunteers(miyi, '2024-01-01')).toBe(50)
  expect(volunteers(miyi, '2024-12-31')).toBe(50)
  expect(volunteers(miyi, '2025-01-01')).toBe(30)
  expect(volunteers(510402001000, '2024-06-01')).toBe(30)
})

test('before the plan of 2021 Panzhihua has the national values only', () => {
  const before = resolveStandards(packs, miyi, '2021-05-09')
  expect(before.parameter('station.year_volunteers').pack).toBe('national-base')
  expect(before.catalogues().filter(({ inForce }) => inForce).map(({ key }) => key)).toEqual(['mzt071'])
  expect(resolveStandards(packs, miyi, '2021-05-10').parameter('station.year_volunteers').pack).toBe('panzhihua-2021')
})

test('a chain of divisions can be given where the digits do not tell, as after re-districting', () => {
  expect(resolveStandards(packs, [429004001000, 220000000000], '2026-03-01').number('community.urban_min_workers')).toBe(2)
})

test('a city pack hides an item and all below it, renames another and adds a code; old records keep their words', () => {
  const local = packOf({
    'pack.yaml': header('local', 510421000000, '2024-01-01', null),
    'overrides.yaml': `
source: here
basis: default
overrides:
  - {kind: item, key: mzt071.5, hide: true}
  - {kind: item, key: mzt071.1.2, title: {zh: 长者照顾}}
  - {kind: code, key: visit-mode/entrusted, hide: true}
`,
    'codes.yaml': `
source: here
basis: default
lists:
  - {key: visit-mode, title: {zh: 方式}, codes: [{key: drone, title: {zh: 无人机}}]}
`,
  })
  const standards = resolveStandards([...packs, local], miyi, '2026-03-01')
  const keys = standards.items('mzt071').map(({ key }) => key)
  expect(keys.filter((key) => key.startsWith('mzt071.5'))).toEqual([])
  expect(keys).toHaveLength(41 - 7)
  expect(standards.item('mzt071.1.2')).toMatchObject({ title: { zh: '长者照顾' }, pack: 'local' })
  expect(standards.item('mzt071.5')).toMatchObject({ hidden: true })
  expect(standards.codes('visit-mode').map(({ key }) => key)).toEqual(['home', 'phone', 'video', 'drone'])
  expect(standards.code('visit-mode', 'entrusted')?.title.zh).toBe('委托')
  expect(resolveStandards(packs, miyi, '2026-03-01').items('mzt071')).toHaveLength(41)
})

test('a county that gives a code again is not overruled by a change its city made to the national code', () => {
  const code = (title: string) => `source: here\nbasis: default\nlists:\n  - {key: visit-mode, title: {zh: 方式}, codes: [{key: video, title: {zh: ${title}}}]}\n`
  const change = `source: here\nbasis: default\noverrides:\n  - {kind: code, key: visit-mode/video, title: {zh: 市里的叫法}}\n`
  const city = packOf({ 'pack.yaml': header('city', 510400000000, '2024-01-01', null), 'overrides.yaml': change })
  const county = packOf({ 'pack.yaml': header('county', 510421000000, '2024-01-01', null), 'codes.yaml': code('县里的叫法') })
  const titleIn = (place: number) => resolveStandards([...packs, city, county], place, '2026-03-01').code('visit-mode', 'video')?.title.zh
  expect([titleIn(miyi), titleIn(510402001000), titleIn(changchun)]).toEqual(['县里的叫法', '市里的叫法', '视频'])
})

test('an elder of the six groups has a visit due each calendar month from the age of 60; no one else', () => {
  const standards = resolveStandards(packs, miyi, '2026-03-01')
  const duties = (age: number | null, tags: string[], risk: string | null = null) => standards.dutiesOf({ age, tags, risk }).map(({ key }) => key)
  for (const tag of ['lives-alone', 'empty-nest', 'left-behind-elder', 'incapacitated', 'severely-disabled', 'special-family-planning']) {
    expect(duties(60, [tag])).toEqual(['elder-calendar-month'])
    expect(duties(59, [tag])).toEqual([])
    expect(duties(null, [tag])).toEqual([])
  }
  expect(duties(90, ['dibao'])).toEqual([])
  expect(duties(82, ['lives-alone'], 'red')).toEqual(['elder-calendar-month', 'risk-red'])
  expect(standards.dutyRules().map(({ days }) => days)).toEqual([null, 7, 14, 31, 92])
  expect(standards.dutyRules().find(({ key }) => key === 'risk-red')?.afterEventHours).toBe(24)
})

test('an elder living alone who fell and wants a handrail is elder care, in the city words and in the national ones', () => {
  const standards = resolveStandards(packs, miyi, '2026-03-01')
  const words = '在卫生间摔倒，想装扶手'
  const [local] = standards.suggestItems(words, ['lives-alone'], 82)
  expect(local?.item).toBe('pzh.3.2.2.2')
  expect(local?.why).toEqual({ words: ['扶手', '卫生间'], tags: ['lives-alone'], age: true })
  expect(standards.suggestItems(words, ['lives-alone'], 82, 'mzt071')[0]?.item).toBe('mzt071.1.2')
  expect(resolveStandards(packs, 440300000000, '2026-03-01').suggestItems(words, ['lives-alone'], 82)[0]?.item).toBe('mzt071.1.2')
})

test.each([
  ['想申请低保，医药费太高', ['dibao-edge'], 54, 'mzt071.1.1'],
  ['孩子不想上学，爸爸在外打工', ['left-behind-child'], 10, 'mzt071.1.3'],
  ['丈夫喝酒后殴打她', [], 35, 'mzt071.1.6'],
  ['楼上漏水，两家吵架', [], 40, 'mzt071.3.5'],
  ['想要一个轮椅和坡道', ['disabled'], 45, 'mzt071.1.5'],
  ['院坝会商量修路', [], null, 'mzt071.2.2'],
  ['芒果滞销', [], 50, 'mzt071.4.6'],
])('“%s” is suggested where a worker would put it', (words, tags, age, item) => {
  expect(resolveStandards(packs, miyi, '2026-03-01').suggestItems(words, tags, age, 'mzt071').map((one) => one.item)).toContain(item)
})

test('nothing is suggested for words that say nothing, and never more than three', () => {
  const standards = resolveStandards(packs, miyi, '2026-03-01')
  expect(standards.suggestItems('今天天气不错', [], 70)).toEqual([])
  expect(standards.suggestItems('老人 孩子 低保 残疾 矛盾 志愿 党员', ['lives-alone', 'dibao'], null)).toHaveLength(3)
})

test('a pack is the same after a round through JSON, cannot be changed, and has the digest of its content', () => {
  const [first] = packs
  expect(JSON.parse(JSON.stringify(first))).toEqual(first)
  expect(() => { (first as { key: string }).key = 'x' }).toThrow()
  expect(resolveStandards(JSON.parse(JSON.stringify(packs)), changchun, '2026-03-01').number('community.urban_min_workers')).toBe(2)
  const a = packOf({ 'pack.yaml': header('a', 0, '2024-01-01', null) })
  const same = packOf({ 'pack.yaml': `# a remark\n${header('a', 0, '2024-01-01', null)}` })
  const other = packOf({ 'pack.yaml': header('a', 0, '2024-01-02', null) })
  expect([a.digest === same.digest, a.digest === other.digest, a.digest.length]).toEqual([true, false, 64])
})

test('two visitors are asked for at red; packs from before the other parameters ask for none and break nothing', () => {
  const asked = (some: readonly Pack[]) => twoVisitorsFor(resolveStandards(some, miyi, '2026-03-01'))
  expect(asked(packs)).toEqual(['red'])
  expect(asked(packs.map((pack) => ({ ...pack, parameters: pack.parameters.filter(({ key }) => !key.startsWith('visit.min_visitors')) })))).toEqual([])
})
