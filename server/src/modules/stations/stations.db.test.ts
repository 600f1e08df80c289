import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { PLACES, startTown, type Town } from '#tests/support/town.ts'

type Who = { account: string; post: string }
let town: Town
beforeAll(async () => {
  town = await startTown()
})
afterAll(() => town.stop())

const station = (change = {}) => ({
  place: PLACES.westVillage, tier: 'room', name: '禹王宫村社会工作服务室', guidedBy: town.stations.west.id, hostType: 'party-mass-centre', buildMode: 'existing-premises',
  operatorMode: 'self-run', pilots: ['social-work-pilot'], openedOn: '2026-05-01', ...change,
})
const put = (who: Who, change = {}, id = randomUUID()) => town.ask(who, 'PUT', `/stations/${id}`, station(change))
const view = async (who: Who, id: string) => (await town.ask(who, 'GET', `/stations/${id}`)).body
const names = async (who: Who, filter = {}) => (await town.ask(who, 'POST', '/stations/list', filter)).body.rows.map((row: { name: string }) => row.name)
const check = (who: Who, id: string, item: string, change = {}) => town.ask(who, 'PUT', `/stations/${id}/checks/${item}`, { state: 'present', ...change })

test('the county opens a room, with a key of its own for the papers', async () => {
  const { status, body } = await put(town.workers.county)
  expect([status, body.version]).toEqual([200, 1])
  expect((await town.owner.query('select kind, place from data_key where id = $1', [body.id])).rows).toEqual([{ kind: 'station', place: PLACES.westVillage }])
  expect(await view(town.workers.west, body.id)).toMatchObject({
    guidedByName: '撒莲镇社会工作服务站', hostType: 'party-mass-centre', pilots: ['social-work-pilot'], path: [{}, {}, { name: '米易县' }, { name: '撒莲镇' }],
  })
  expect((await view(town.workers.west, town.stations.west.id)).guides).toMatchObject([{ id: body.id, tier: 'room' }])
  await town.owner.query(`update station set closed_on = '2026-05-19' where id = $1`, [body.id])
})

test('an administrator, who may read nothing sealed, can open one too', async () => {
  const { status, body } = await put(town.workers.administrator, { openedOn: null })
  expect(status).toBe(200)
  expect((await town.owner.query('select 1 from data_key where id = $1', [body.id])).rowCount).toBe(1)
})

test('a general station lies in a county, a station in a township, a room in a village', async () => {
  for (const change of [{ tier: 'general' }, { tier: 'township' }, { place: PLACES.west }]) expect((await put(town.workers.county, change)).body.code).toBe('station.wrong-level')
})

test('rooms are guided by a station above them in their own county', async () => {
  expect((await put(town.workers.county, { guidedBy: town.stations.room.id })).body.code).toBe('station.cannot-guide')
  expect((await put(town.workers.city, { guidedBy: town.stations.far.id })).status).toBe(403)
  expect((await put(town.workers.county, { guidedBy: town.stations.far.id })).body.code).toBe('station.cannot-guide')
})

test('what no list offers is refused, and a station does not close before it opened', async () => {
  expect((await put(town.workers.county, { buildMode: 'by-magic' })).body).toMatchObject({ code: 'code.unknown', details: { field: 'buildMode', value: 'by-magic' } })
  expect((await put(town.workers.county, { pilots: ['nobody'] })).body.code).toBe('code.unknown')
  expect((await put(town.workers.county, { closedOn: '2026-04-30' })).body.code).toBe('station.closed-before-opened')
})

test('saving twice means once; a stale save is answered with what differs; tier and place stay', async () => {
  const id = randomUUID()
  await put(town.workers.county, { openedOn: null }, id)
  expect((await put(town.workers.county, { openedOn: null }, id)).body.version).toBe(1)
  expect((await put(town.workers.county, { openedOn: null, name: '改名后的社工室', version: 1 }, id)).body.version).toBe(2)
  expect((await put(town.workers.county, { openedOn: null, name: '另一个名字', version: 1 }, id)).body).toMatchObject({
    code: 'station.changed-since', details: { fields: ['name'], now: { name: '改名后的社工室', version: 2 } } })
  expect((await put(town.workers.county, { place: PLACES.eastVillage, version: 2 }, id)).body.code).toBe('station.place-fixed')
  expect((await town.owner.query('select was ->> \'name\' as name from history where row_id = $1', [id])).rows).toEqual([{ name: '禹王宫村社会工作服务室' }])
})

test('a head keeps hotline and address of her own station, and of no other', async () => {
  const contact = { version: 1, hotline: '0812-8170001', address: '攀莲镇文化路12号' }
  expect((await town.ask(town.workers.head, 'PUT', `/stations/${town.stations.east.id}/contact`, contact)).body.version).toBe(2)
  expect((await town.ask(town.workers.head, 'PUT', `/stations/${town.stations.room.id}/contact`, contact)).status).toBe(403)
  expect((await town.ask(town.workers.head, 'PUT', `/stations/${town.stations.west.id}/contact`, contact)).status).toBe(404)
  expect(await view(town.workers.east, town.stations.east.id)).toMatchObject({ hotline: '0812-8170001', address: '攀莲镇文化路12号' })
})

test('a county sees its own stations, a town its own, the next county none of them', async () => {
  expect(await names(town.workers.county)).toEqual(['米易县社会工作服务总站', '攀莲镇社会工作服务站', '水塘村社会工作服务室', '撒莲镇社会工作服务站'])
  expect(await names(town.workers.east)).toEqual(['攀莲镇社会工作服务站', '水塘村社会工作服务室'])
  expect(await names(town.workers.manager)).toEqual(['攀莲镇社会工作服务站', '水塘村社会工作服务室'])
  expect(await names(town.workers.far)).toEqual(['桐子林镇社会工作服务站'])
  expect(await names(town.workers.city)).toHaveLength(5)
  const [hidden, absent] = [await town.ask(town.workers.far, 'GET', `/stations/${town.stations.east.id}`), await town.ask(town.workers.far, 'GET', `/stations/${randomUUID()}`)]
  expect([hidden.status, hidden.body]).toEqual([404, absent.body])
  expect((await check(town.workers.head, town.stations.west.id, 'pzh.five-haves.sign')).status).toBe(404)
})

test('the list is filtered by place, tier, name, day and step, and goes on where it stopped', async () => {
  expect(await names(town.workers.city, { place: PLACES.county, tiers: ['township'] })).toEqual(['攀莲镇社会工作服务站', '撒莲镇社会工作服务站'])
  expect(await names(town.workers.city, { search: '水塘' })).toEqual(['水塘村社会工作服务室'])
  expect(await names(town.workers.city, { openOn: '2021-05-31' })).toEqual([])
  expect(await names(town.workers.city, { readiness: 'none', tiers: ['general'] })).toEqual(['米易县社会工作服务总站'])
  expect(await names(town.workers.city, { readiness: 'pzh.ready-five' })).toEqual([])
  const first = (await town.ask(town.workers.city, 'POST', '/stations/list', { limit: 2 })).body
  const second = (await town.ask(town.workers.city, 'POST', '/stations/list', { limit: 200, after: first.next })).body
  expect([first.count, first.rows.length, second.rows.length, second.next]).toEqual([5, 2, 3, null])
  const looked = (await town.ask(town.workers.city, 'POST', '/stations/list', { limit: 2, readiness: 'none' })).body
  expect((await town.ask(town.workers.city, 'POST', '/stations/list', { limit: 9, readiness: 'none', after: looked.next })).body.rows).toHaveLength(3)
})

test('a station climbs from 五有 to 三有 as its lines are met; staff, certificates and agency follow from posts and operator', async () => {
  const { east } = town.stations
  const readiness = async () => (await view(town.workers.county, east.id)).readiness
  expect(await readiness()).toMatchObject({ reached: null, next: { key: 'pzh.ready-five', lacking: 4 }, steps: 3 })
  for (const item of ['premises', 'sign', 'equipment', 'rules']) expect((await check(town.workers.head, east.id, `pzh.five-haves.${item}`)).status).toBe(200)
  expect(await readiness()).toMatchObject({ reached: { key: 'pzh.ready-five', rank: 1 }, next: { key: 'pzh.ready-three', lacking: 3 } })
  await check(town.workers.head, east.id, 'pzh.three-haves.professional-service')
  const agency = randomUUID()
  await town.ask(town.workers.county, 'PUT', `/organisations/${agency}`, { name: '仁爱社工中心', kind: 'agency' })
  await town.owner.query('update station set operator = $1 where id = $2', [agency, east.id])
  await town.owner.query(`update account set certificate_level = 'assistant' where id = $1`, [town.workers.east.account])
  expect(await readiness()).toMatchObject({ reached: { key: 'pzh.ready-three', rank: 2 }, next: { key: 'pzh.ready-standard' } })
  expect(await names(town.workers.county, { readiness: 'pzh.ready-three' })).toEqual(['攀莲镇社会工作服务站'])
  await town.owner.query(`update post set full_time = false where id = $1`, [town.workers.east.post])
  expect(await readiness()).toMatchObject({ reached: { key: 'pzh.ready-five' }, next: { key: 'pzh.ready-three', lacking: 1 } })
  await town.owner.query(`update post set full_time = true where id = $1`, [town.workers.east.post])
})

test('staffing is shown against Annex 2: two certified workers and one head to a station, nothing asked of a room', async () => {
  const east = await view(town.workers.county, town.stations.east.id)
  expect(east.staffing).toEqual({ workers: 2, certified: 1, certifiedNeeded: 2, heads: 1, headsNeeded: 1 })
  expect(east.staff.map((one: { role: string }) => one.role).sort()).toEqual(['station_head', 'worker'])
  expect((await view(town.workers.county, town.stations.room.id)).staffing).toMatchObject({ certifiedNeeded: null, headsNeeded: null })
  await town.owner.query(`update post set until_on = '2026-05-19' where id = $1`, [town.workers.east.post])
  expect((await view(town.workers.county, town.stations.east.id)).staffing).toMatchObject({ workers: 1, certified: 0 })
  await town.owner.query('update post set until_on = null where id = $1', [town.workers.east.post])
})

test('a line is looked at again with its version; a line that follows from posts is not ticked; a line nobody knows is not there', async () => {
  const { west } = town.stations
  const first = await check(town.workers.county, west.id, 'pzh.facilities.fire', { state: 'missing', note: '灭火器过期' })
  expect(first.body.version).toBe(1)
  expect((await check(town.workers.county, west.id, 'pzh.facilities.fire')).body).toMatchObject({ code: 'check.changed-since', details: { now: { state: 'missing', note: '灭火器过期' } } })
  expect((await check(town.workers.county, west.id, 'pzh.facilities.fire', { version: 1 })).body.version).toBe(2)
  const line = (await view(town.workers.county, west.id)).checklists.flatMap((list: { items: object[] }) => list.items).find((one: { item: string }) => one.item === 'pzh.facilities.fire')
  expect(line).toMatchObject({ state: 'present', note: null, clause: '1.7', evidence: 'photo', checkedOn: '2026-05-20', version: 2 })
  expect((await check(town.workers.county, west.id, 'pzh.five-haves.staff')).body.code).toBe('check.follows-from-facts')
  expect((await check(town.workers.county, west.id, 'pzh.five-haves.helipad')).body.code).toBe('check.not-found')
  expect((await check(town.workers.county, west.id, 'pzh.facilities.wall', { photo: randomUUID() })).body.code).toBe('file.not-found')
  expect((await check(town.workers.east, west.id, 'pzh.facilities.wall')).status).toBe(403)
})

test('whoever serves finds stations beyond reach to refer to, by name only: open ones, own county first, no rooms', async () => {
  const ask = (who: Who, body = {}) => town.ask(who, 'POST', '/stations/directory', body)
  const found = (await ask(town.workers.east)).body.rows
  expect(found.map(({ id }: { id: string }) => id)).toEqual(expect.arrayContaining([town.stations.west.id, town.stations.far.id, town.stations.general.id]))
  expect(found.map(({ id }: { id: string }) => id)).not.toContain(town.stations.room.id)
  expect(found.at(-1).id).toBe(town.stations.far.id)
  expect((await ask(town.workers.far)).body.rows[0].id).toBe(town.stations.far.id)
  expect((await ask(town.workers.east, { search: '撒莲' })).body.rows).toEqual([{ id: town.stations.west.id, name: '撒莲镇社会工作服务站', placeName: '撒莲镇' }])
  await town.owner.query(`update station set closed_on = '2026-01-01', opened_on = '2025-01-01' where id = $1`, [town.stations.west.id])
  expect((await ask(town.workers.east, { search: '撒莲' })).body.rows).toEqual([])
  await town.owner.query('update station set closed_on = null where id = $1', [town.stations.west.id])
  expect([(await ask(town.workers.cadre)).status, (await ask(town.workers.east, { search: 'x'.repeat(41) })).status, (await ask(town.workers.east, { reach: 'all' })).status]).toEqual([403, 400, 400])
})
