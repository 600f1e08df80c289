import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { PLACES, startTown, type Town } from '#tests/support/town.ts'

let town: Town
beforeAll(async () => { town = await startTown() })
afterAll(() => town.stop())

const read = async (query = '') => {
  const answer = await town.app.inject({ method: 'GET', url: `/api/v1/public/figures${query}` })
  return { status: answer.statusCode, body: JSON.parse(answer.body) }
}
const complain = async (who: Town['workers']['east'], openedOn: string) =>
  expect((await town.ask(who, 'PUT', `/services/${randomUUID()}`, { method: 'complaint', title: '王秀英说的事', openedOn })).status).toBe(200)

test('anybody reads the counties that have stations, and of one what its packs call public, month by month', async () => {
  const { threshold } = (await read(`?place=${PLACES.county}`)).body
  for (let n = 0; n < threshold + 1; n++) await complain(n % 2 ? town.workers.east : town.workers.west, '2026-05-10')
  await complain(town.workers.east, '2026-04-10')
  const whole = await read()
  expect(whole.body.counties.map(({ place }: { place: number }) => place)).toEqual([PLACES.county, PLACES.otherCounty])
  const { status, body } = await read(`?place=${PLACES.county}`)
  expect([status, body.year, body.months.at(-1)]).toEqual([200, '2026', '2026-05'])
  const { cells } = body.figures.find(({ key }: { key: string }) => key === 'complaints')
  expect(cells.slice(-3)).toEqual([{ month: '2026-03', value: 0 }, { month: '2026-04', value: null }, { month: '2026-05', value: threshold + 1 }])
  expect(body.figures.map(({ key }: { key: string }) => key)).toEqual(['complaints', 'complaints-settled'])
  expect(JSON.stringify(body)).not.toMatch(/王秀英|攀莲镇/)
})

test('the other county has its own, and what is no county with stations is not there', async () => {
  const other = (await read(`?place=${PLACES.otherCounty}`)).body.figures.find(({ key }: { key: string }) => key === 'complaints')
  expect(other.cells.every(({ value }: { value: number }) => value === 0)).toBe(true)
  for (const place of [PLACES.east, 110101000000, 5]) expect((await read(`?place=${place}`)).body.code).toBe('place.not-found')
  expect((await read('?place=x')).status).toBe(400)
})
