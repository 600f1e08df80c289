import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { type Division, guessParent, LEVELS, levelOf } from '../rules/division-code.ts'
import { parseDivisions, readDivisionManifest, readDivisions } from './read-divisions.ts'

const count = (divisions: Division[]) =>
  Object.fromEntries(LEVELS.map((level) => [level, divisions.filter((division) => division.level === level).length]))

test('Panzhihua has 5 counties, 49 townships and 336 communities and villages', async () => {
  const panzhihua = await readDivisions('5104')
  expect(count(panzhihua)).toEqual({ province: 0, city: 1, county: 5, township: 49, village: 336 })
  expect(panzhihua[0]).toEqual({ code: 510400000000, name: '攀枝花市', level: 'city', parent: 510000000000 })
  expect(panzhihua.filter(({ level }) => level === 'county').map(({ code, name }) => `${code} ${name}`)).toEqual([
    '510402000000 东区', '510403000000 西区', '510411000000 仁和区', '510421000000 米易县', '510422000000 盐边县',
  ])
})

test('a county can be read alone, or with the city and province above it', async () => {
  const miyi = await readDivisions('510421')
  expect(miyi[0]?.name).toBe('米易县')
  expect(miyi.every(({ code }) => String(code).startsWith('510421'))).toBe(true)
  const withAncestors = await readDivisions('510421', { ancestors: true })
  expect(withAncestors.map(({ name }) => name).slice(0, 3)).toEqual(['四川省', '攀枝花市', '米易县'])
  expect(withAncestors.length).toBe(miyi.length + 2)
})

test('one village brings its whole line of parents', async () => {
  const village = (await readDivisions('510421')).find(({ level }) => level === 'village') as Division
  const line = await readDivisions(String(village.code), { ancestors: true })
  expect(line.map(({ level }) => level)).toEqual([...LEVELS])
  expect(line.map(({ parent }) => parent)).toEqual([null, ...line.slice(0, -1).map(({ code }) => code)])
})

test('the nation is whole: counts as the manifest says, each code once, each parent listed before', async () => {
  const { counts } = await readDivisionManifest()
  const nation = await readDivisions('')
  expect(count(nation)).toEqual(counts)
  expect(counts).toEqual({ province: 31, city: 342, county: 2975, township: 41351, village: 620572 })
  const seen = new Set<number>()
  const wrong = nation.filter((division) => {
    const good =
      !seen.has(division.code) &&
      division.name.trim() !== '' &&
      division.level === levelOf(division.code) &&
      division.parent === guessParent(division.code) &&
      (division.parent === null || seen.has(division.parent))
    seen.add(division.code)
    return !good
  })
  expect(wrong).toEqual([])
}, 30_000)

test('each file is the one the manifest names', async () => {
  const { files } = await readDivisionManifest()
  for (const { file, sha256, bytes } of files) {
    const content = readFileSync(new URL(`../../../../../database/seeds/divisions/${file}`, import.meta.url))
    expect([file, content.length, createHash('sha256').update(content).digest('hex')]).toEqual([file, bytes, sha256])
  }
})

test('a city without counties holds its towns itself', async () => {
  const dongguan = await readDivisions('4419')
  expect(dongguan.filter(({ level }) => level === 'county')).toEqual([])
  expect(dongguan.filter(({ level }) => level === 'township').every(({ parent }) => parent === 441900000000)).toBe(true)
})

test('nothing is found where nothing is, and a broken question or list is refused', async () => {
  expect(await readDivisions('99')).toEqual([])
  await expect(readDivisions('51x')).rejects.toThrow(RangeError)
  expect(() => [...parseDivisions('51 四川省\n  21 米易县\n')]).toThrow('broken')
})
