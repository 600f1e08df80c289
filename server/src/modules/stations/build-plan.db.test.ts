import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadDivisions } from '#server/modules/places/index.ts'
import { PLACES, startTown, type Town } from '#tests/support/town.ts'

let town: Town
beforeAll(async () => {
  town = await startTown()
  await loadDivisions(town.owner, '5104')
})
afterAll(() => town.stop())

const plan = (who: { account: string; post: string }, query: string) => town.ask(who, 'GET', `/build-plan?${query}`)
const open = (place: number, tier: string, on: string, closed: string | null = null) =>
  town.owner.query('insert into station (id, cell, place, tier, name, opened_on, closed_on) values ($1, $2, $3, $4, $5, $6, $7)',
    [randomUUID(), Math.floor(place / 1e6), place, tier, `${tier} ${place}`, on, closed])

test('2021 asks for 5 + 12 + 31 = 48 stations and rooms in the city, each county its own share', async () => {
  const { body } = await plan(town.workers.city, 'year=2021')
  const planned = (tiers: Record<string, { plan: number }>) => ['general', 'township', 'room', 'total'].map((tier) => tiers[tier]!.plan)
  expect(planned(body.total)).toEqual([5, 12, 31, 48])
  expect(body.counties.map((county: { name: string; tiers: never }) => [county.name, planned(county.tiers)])).toEqual([
    ['东区', [1, 4, 7, 12]], ['西区', [1, 1, 4, 6]], ['仁和区', [1, 3, 8, 12]], ['米易县', [1, 3, 9, 13]], ['盐边县', [1, 1, 3, 5]]])
  expect([body.source, body.openOn, body.years[0], body.years.at(-1)]).toEqual(['攀民政〔2021〕31号 附件1 各县（区）2021年建设任务表', '2021-12-31', 2021, 2026])
})

test('what counts is what stood open at the end of the year, and each figure opens to just its stations', async () => {
  await open(PLACES.eastVillage2, 'room', '2021-12-31')
  await open(PLACES.westVillage, 'room', '2022-01-01')
  await open(PLACES.eastVillage, 'room', '2021-03-01', '2021-11-30')
  const { body } = await plan(town.workers.county, 'year=2021')
  const [miyi] = body.counties
  expect(['general', 'township', 'room', 'total'].map((tier) => miyi.tiers[tier].actual)).toEqual([1, 2, 2, 5])
  for (const tier of ['general', 'township', 'room']) {
    const list = await town.ask(town.workers.county, 'POST', '/stations/list', { place: miyi.place, tiers: [tier], openOn: body.openOn })
    expect(list.body.count).toBe(miyi.tiers[tier].actual)
  }
})

test('a year without a plan shows what stands and how much is covered', async () => {
  const { body } = await plan(town.workers.county, 'year=2026')
  expect([body.openOn, body.total.total, body.source]).toEqual(['2026-05-20', { plan: null, actual: 6 }, null])
  expect(body.counties[0].townships.covered).toBe(2)
  expect(body.counties[0].townships.of).toBeGreaterThan(10)
  expect(body.counties[0].villages.covered).toBe(3)
})

test('a county is shown its own row, and whoever does not direct is shown none', async () => {
  expect((await plan(town.workers.county, 'year=2021')).body.counties.map((county: { name: string }) => county.name)).toEqual(['米易县'])
  expect((await plan(town.workers.county, `year=2021&place=${PLACES.otherCounty}`)).body.counties).toEqual([])
  expect((await plan(town.workers.township, 'year=2021')).body.counties).toEqual([])
  expect((await plan(town.workers.east, 'year=2021')).status).toBe(403)
})

test('of the township stations of 2021 at least half lie in townships touched by re-districting', async () => {
  await town.owner.query('update place set redistricted = true where code = $1', [PLACES.east])
  expect((await plan(town.workers.county, 'year=2021')).body.redistricted).toEqual({ township: 1, of: 2, atLeastPercent: 50 })
})

test('the tile map has every township of the county once, with what stands there', async () => {
  const { body } = await town.ask(town.workers.county, 'GET', '/stations/map')
  expect(body.counties).toHaveLength(1)
  const tile = body.counties[0].townships.find((one: { place: number }) => one.place === PLACES.east)
  expect([tile, body.counties[0].general]).toMatchObject([{ name: '攀莲镇', redistricted: true, township: 1, room: 2 }, 1])
  expect(new Set(body.counties[0].townships.map((one: { place: number }) => one.place)).size).toBe(body.counties[0].townships.length)
})
