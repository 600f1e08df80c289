import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { readPacks, requirePacks, resolveStandards } from './index.ts'

const packs = requirePacks('standards')
const pack = (key: string) => {
  const found = packs.find((one) => one.key === key)
  if (!found) throw new Error(`no pack ${key}`)
  return found
}
const miyi = resolveStandards(packs, 510421100000, '2026-03-01')

test('every pack we ship is free of problems', () => {
  expect(readPacks('standards').flatMap(({ problems }) => problems)).toEqual([])
  const folders = readdirSync('standards', { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name)
  expect(packs.map(({ key }) => key).sort()).toEqual(folders.sort())
})

test('MZ/T 071 has seven categories and thirty-four items, eight, five, five, six, six and four', () => {
  const items = pack('mzt-071-2016').catalogue?.items ?? []
  const categories = items.filter(({ kind }) => kind === 'category')
  expect(categories).toHaveLength(7)
  expect(items.filter(({ kind }) => kind === 'item')).toHaveLength(34)
  expect(categories.map(({ key }) => items.filter(({ parent }) => parent === key).length)).toEqual([8, 5, 5, 6, 6, 4, 0])
})

test('Beijing has three areas and five added fields', () => {
  const items = pack('beijing-2022').catalogue?.items ?? []
  expect(items.filter(({ kind }) => kind === 'area')).toHaveLength(3)
  expect(items.filter(({ kind }) => kind === 'field')).toHaveLength(5)
})

test('the Panzhihua catalogue has its five branches, five sub-areas and every item below them', () => {
  const items = pack('panzhihua-2021').catalogue?.items ?? []
  const under = (key?: string) => items.filter(({ parent }) => parent === key).map((item) => item.clause)
  expect(under()).toEqual(['3.1', '3.2', '3.3', '3.4', '3.5'])
  expect(under('pzh.3.1')).toHaveLength(5)
  expect(under('pzh.3.2')).toEqual(['3.2.1', '3.2.2', '3.2.3', '3.2.4', '3.2.5'])
  expect(['3.2.1', '3.2.2', '3.2.3', '3.2.4', '3.2.5', '3.3'].map((key) => under(`pzh.${key}`).length)).toEqual([8, 6, 3, 3, 3, 3])
  expect(items.every(({ key, clause }) => key === `pzh.${clause}`)).toBe(true)
})

test('the city builds 48 stations and rooms in 2021: 5 general, 12 township, 31 rooms, as Annex 1 gives them by county', () => {
  const plan = miyi.buildPlan(2021)
  const rows = Object.fromEntries(plan.map(({ place, general, township, room }) => [place / 1e6, [general, township, room, general + township + room]]))
  expect(rows).toEqual({ 510402: [1, 4, 7, 12], 510403: [1, 1, 4, 6], 510411: [1, 3, 8, 12], 510421: [1, 3, 9, 13], 510422: [1, 1, 3, 5] })
  const sum = (tier: 'general' | 'township' | 'room') => plan.reduce((total, task) => total + task[tier], 0)
  expect([sum('general'), sum('township'), sum('room')]).toEqual([5, 12, 31])
  expect(miyi.buildPlan(2022)).toEqual([])
})

test('every item a record can be made under stands beside items of both other catalogues, in both directions', () => {
  for (const catalogue of ['mzt071', 'panzhihua', 'beijing']) {
    const items = miyi.items(catalogue)
    const leaves = items.filter(({ key }) => !items.some(({ parent }) => parent === key))
    for (const { key } of leaves) {
      const beside = Object.keys(miyi.crosswalk(key))
      const above = miyi.above(key).flatMap((one) => Object.keys(miyi.crosswalk(one)))
      const others = ['mzt071', 'panzhihua', 'beijing'].filter((other) => other !== catalogue)
      expect([key, [...new Set([...beside, ...above])].sort()]).toEqual([key, others.sort()])
    }
  }
})

test('a record about an elder counts under elder care in each catalogue', () => {
  expect(miyi.crosswalk('mzt071.1.2')).toEqual({
    panzhihua: ['pzh.3.2.2.1', 'pzh.3.2.2.2', 'pzh.3.2.2.3', 'pzh.3.2.2.4', 'pzh.3.2.2.5', 'pzh.3.2.2.6', 'pzh.3.2.5.1'],
    beijing: ['bj.1'],
  })
  expect(miyi.crosswalk('pzh.3.2.2.2')).toEqual({ mzt071: ['mzt071.1.2'], beijing: ['bj.1'] })
})

test('every row says where it comes from, and nothing of ours is called law', () => {
  for (const one of packs) {
    const rows = [...one.parameters, ...one.tags, ...one.indicators, ...one.duties, ...one.lists.flatMap(({ codes }) => codes), ...(one.catalogue?.items ?? [])]
    for (const row of rows) {
      expect(one.sources[row.source.split(' ')[0] ?? '']).toBeDefined()
      if (row.source.startsWith('ours') || row.source.startsWith('practice')) expect(row.basis).toBe('default')
    }
  }
})

test('minors, violence, correction and detox are protected; assistance, health and disability are sensitive', () => {
  const classOf = (key: string) => miyi.tag(key)?.class
  expect(['orphan', 'left-behind-child', 'violence-victim', 'community-correction', 'detox-recovery'].map(classOf)).toEqual(Array(5).fill('P4'))
  expect(['dibao', 'tekun', 'disabled', 'incapacitated', 'chronic-illness', 'mental-disorder'].map(classOf)).toEqual(Array(6).fill('P3'))
  expect(['lives-alone', 'empty-nest', 'floating-population'].map(classOf)).toEqual(Array(3).fill('P2'))
})

test('table T1 prints only indicators that have a definition; those without facts say so', () => {
  const t1 = miyi.tables().find(({ key }) => key === 't1')
  expect(t1?.rows?.map((key) => miyi.indicator(key)?.definition.zh).every(Boolean)).toBe(true)
  expect(miyi.indicator('volunteers-new')?.available).toBe(false)
  expect(miyi.indicator('cases-opened')?.available).toBe(true)
  expect(miyi.indicator('visits-all')?.available).toBe(true)
})

test('the readiness ladder is five haves, three haves, Annex 2, with the provincial guide beside it', () => {
  expect(miyi.readiness().map(({ key }) => key)).toEqual(['pzh.ready-five', 'pzh.ready-three', 'pzh.ready-standard', 'pzh.provincial'])
  expect(miyi.checklist('pzh.five-haves')?.items).toHaveLength(5)
  expect(miyi.checklist('pzh.three-haves')?.items).toHaveLength(3)
  const jilin = resolveStandards(packs, 220102001001, '2026-03-01')
  expect(jilin.checklist('jilin.four-haves')?.items).toHaveLength(4)
  expect(jilin.codes('priority-group').map(({ title }) => title.zh)).toEqual(['为老', '为少', '为特'])
})
