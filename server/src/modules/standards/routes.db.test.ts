import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { PLACES, startTown, type Town } from '#tests/support/town.ts'

let town: Town
beforeAll(async () => {
  town = await startTown()
})
afterAll(() => town.stop())

const KEY = 'station.min_certified_workers'
const value = (change = {}) => ({ key: KEY, value: 3, fromOn: '2026-06-01', why: '县里会议纪要', ...change })
const set = (who: { account: string; post: string }, change = {}, id = randomUUID()) => town.ask(who, 'PUT', `/parameters/${id}`, value(change))
const parameter = async (who: { account: string; post: string }, query = '') => {
  const { body } = await town.ask(who, 'GET', `/standards/parameters${query}`)
  return body.rows.find((row: { key: string }) => row.key === KEY)
}

test('a worker gets every choice of her town in one answer, and nothing when she has it already', async () => {
  const first = await town.ask(town.workers.east, 'GET', '/standards/choices')
  expect([first.status, first.body.catalogue, first.body.codes['visit-mode'].map((code: { key: string }) => code.key)]).toEqual([200, 'panzhihua', ['home', 'phone', 'video', 'entrusted']])
  expect(first.body.tags.length).toBeGreaterThan(20)
  expect(first.body.items.filter((item: { parent: string | null }) => item.parent === null)).toHaveLength(5)
  const again = await town.ask(town.workers.east, 'GET', '/standards/choices', undefined, { 'if-none-match': first.headers.etag })
  expect([again.status, again.body]).toEqual([304, undefined])
})

test('each item names the clause it was taken from and what stands beside it in the other catalogues', async () => {
  const { body } = await town.ask(town.workers.county, 'GET', '/standards/items?catalogue=mzt071')
  const item = body.rows.find((row: { kind: string }) => row.kind === 'item')
  expect(item).toMatchObject({ clause: expect.any(String), source: { document: { zh: expect.any(String) }, at: expect.any(String), basis: 'seed' } })
  expect(item.beside.length).toBeGreaterThan(0)
  expect((await town.ask(town.workers.county, 'GET', '/standards/items?catalogue=nobodys')).status).toBe(404)
})

test('the packs in force are named nearest first, with their documents', async () => {
  const { body } = await town.ask(town.workers.county, 'GET', '/standards/catalogues')
  const keys: string[] = body.packs.map((pack: { key: string }) => pack.key)
  expect(keys.slice(0, 2)).toEqual(['panzhihua-respite', 'panzhihua-2021'])
  expect(keys.at(-1)).toBe('national-base')
  expect(body.packs[1].sources).toContainEqual(expect.objectContaining({ key: 'plan', number: '攀民政〔2021〕31号' }))
  expect((await town.ask(town.workers.county, 'GET', '/standards/codes/operator-mode')).body.rows).toHaveLength(3)
  expect((await town.ask(town.workers.county, 'GET', '/standards/tags')).status).toBe(200)
})

test('a county sets its own value from a day on; its towns have it from that day, with why and by whom', async () => {
  expect((await set(town.workers.county)).status).toBe(200)
  expect(await parameter(town.workers.east, '?date=2026-05-31')).toMatchObject({ value: 2, pack: { key: 'panzhihua-2021', place: PLACES.city }, own: null })
  expect(await parameter(town.workers.east, '?date=2026-06-01')).toMatchObject({ value: 3, pack: { place: PLACES.county }, own: { why: '县里会议纪要', fromOn: '2026-06-01' } })
  expect(await parameter(town.workers.far, '?date=2026-06-01')).toMatchObject({ value: 2 })
})

test('a value holds until its last day and is never rewritten', async () => {
  const id = randomUUID()
  expect((await set(town.workers.county, { fromOn: '2026-07-01', value: 4 }, id)).body).toEqual({ id, version: 1 })
  expect((await set(town.workers.county, { fromOn: '2026-07-01', value: 4 }, id)).body).toEqual({ id, version: 1 })
  expect((await set(town.workers.county, { fromOn: '2026-07-01', value: 5 }, id)).body.code).toBe('parameter.fixed')
  expect((await set(town.workers.county, { fromOn: '2026-07-01', value: 4, untilOn: '2026-07-31', version: 1 }, id)).body).toEqual({ id, version: 2 })
  expect((await set(town.workers.county, { fromOn: '2026-07-01', value: 4, untilOn: null, version: 1 }, id)).body).toMatchObject({ code: 'parameter.changed-since', details: { now: { untilOn: '2026-07-31' } } })
  expect([(await parameter(town.workers.east, '?date=2026-07-31')).value, (await parameter(town.workers.east, '?date=2026-08-01')).value]).toEqual([4, 3])
  expect((await town.ask(town.workers.county, 'GET', '/parameters')).body.rows).toHaveLength(2)
})

test('a value of another kind, of an unknown parameter, for past days, or twice for one day is refused', async () => {
  const codes = []
  for (const change of [{ value: 'two' }, { value: -1 }, { key: 'no.such' }, { fromOn: '2026-05-19' }, { fromOn: '2026-06-10', untilOn: '2026-06-09' }, {}]) codes.push((await set(town.workers.county, change)).body.code)
  expect(codes).toEqual(['parameter.wrong-kind', 'parameter.wrong-kind', 'standards.not-found', 'parameter.day-past', 'period.wrong', 'parameter.day-taken'])
})

test('a bureau sets nothing for another county, and a station sets nothing at all', async () => {
  expect((await set(town.workers.county, { place: PLACES.otherCounty })).status).toBe(403)
  expect((await set(town.workers.head, { place: PLACES.east })).status).toBe(403)
  expect((await town.ask(town.workers.east, 'GET', '/parameters')).status).toBe(403)
  const other = await set(town.workers.city, { place: PLACES.otherCounty })
  expect(other.status).toBe(200)
  expect((await town.ask(town.workers.county, 'GET', '/parameters')).body.rows.some((row: { id: string }) => row.id === other.body.id)).toBe(false)
})
