import { createHash, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asActor } from '#server/platform/database/index.ts'
import type { Work } from '#server/platform/work.ts'
import { PLACES, startTown, type Town } from '#tests/support/town.ts'
import { loadPacks, standardsOfPlaces, standardsOn } from './index.ts'

let town: Town
beforeAll(async () => {
  town = await startTown()
})
afterAll(() => town.stop())

const standards = (place: number, date: string) => town.database.transaction().execute((tx) => standardsOn({ tx } as Work, place, date))

test('the packs loaded at start decide in each place: Miyi follows the Panzhihua plan, Beijing its own catalogue', async () => {
  expect((await standards(PLACES.east, '2026-05-20')).number('station.min_certified_workers')).toBe(2)
  expect((await standards(PLACES.east, '2026-05-20')).catalogues()[0]?.key).toBe('panzhihua')
  expect((await standards(110101001000, '2026-05-20')).catalogues()[0]?.key).toBe('beijing')
  expect((await standards(PLACES.east, '2026-05-20')).buildPlan(2021)).toHaveLength(5)
})

test('the same packs and day are resolved once for all places of which nothing more is said', async () => {
  expect(await standards(PLACES.far, '2026-05-20')).toBe(await standards(PLACES.east, '2026-05-20'))
  expect(await standards(PLACES.east, '2026-05-20')).toBe(await standards(PLACES.east, '2026-05-20'))
})

test('starting again loads nothing twice', async () => {
  expect(await loadPacks(town.owner, 'standards')).toEqual({ added: [], differing: [] })
})

test('a pack that was changed after it was loaded is named and does not come into force', async () => {
  await town.owner.query(`update standards_pack set digest = $1 where key = 'jilin-2016'`, [Buffer.alloc(32)])
  const { differing } = await loadPacks(town.owner, 'standards')
  expect(differing).toEqual(['jilin-2016 1'])
  await town.owner.query(`delete from standards_pack where key = 'jilin-2016'`)
})

test('a county\'s own value holds in its towns from its day on, and nowhere else', async () => {
  await town.owner.query(`insert into parameter_value (id, cell, place, key, value, from_on, why) values ($1, 510421, $2, 'station.min_certified_workers', '3', '2026-06-01', '县里会议纪要')`,
    [randomUUID(), PLACES.county])
  const at = async (place: number, date: string) => (await standards(place, date)).number('station.min_certified_workers')
  expect([await at(PLACES.east, '2026-05-31'), await at(PLACES.east, '2026-06-01'), await at(PLACES.eastVillage, '2026-06-01'), await at(PLACES.far, '2026-06-01')]).toEqual([2, 3, 3, 2])
  expect((await standards(PLACES.east, '2026-06-01')).parameter('station.min_certified_workers')).toMatchObject({ pack: 'own-510421000000', basis: 'bureau' })
})

test('a worker of a town has the value her county set, though her post reaches no further than the town', async () => {
  const headers = await town.as(town.workers.east)
  const token = headers.cookie.split('=')[1]!
  const seen = await asActor(town.database, { token: createHash('sha256').update(token).digest(), post: town.workers.east.post, at: town.clock.now(), today: town.clock.today() },
    (found) => found as never, async (tx) => (await standardsOn({ tx } as Work, PLACES.east, '2026-06-01')).number('station.min_certified_workers'))
  expect(seen).toBe(3)
})

test('many places are resolved at once, each with its own bureau\'s value', async () => {
  const all = await town.database.transaction().execute((tx) => standardsOfPlaces({ tx } as Work, [PLACES.east, PLACES.far], '2026-06-01'))
  expect([...all].map(([place, one]) => [place, one.findParameter('station.min_certified_workers')?.value])).toEqual([[PLACES.east, 3], [PLACES.far, 2]])
})
