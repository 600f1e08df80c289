import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTown, type Town } from '#tests/support/town.ts'

type Who = { account: string; post: string }
let town: Town
const [bureau, agency, farAgency] = [randomUUID(), randomUUID(), randomUUID()]
beforeAll(async () => {
  town = await startTown()
  const enter = (who: Who, id: string, name: string, kind: string, place?: number) => town.ask(who, 'PUT', `/organisations/${id}`, { name, kind, ...(place && { place }) })
  await enter(town.workers.county, bureau, '米易县民政局', 'department')
  await enter(town.workers.county, agency, '仁爱社会工作服务中心', 'agency')
  await enter(town.workers.city, farAgency, '盐边社工中心', 'agency', 510422000000)
})
afterAll(() => town.stop())

const line = (indicator: string, target: number) => ({ id: randomUUID(), indicator, title: indicator, unit: '人次', target })
const lines = [line('visits-all', 1200), line('activities', 24)]
const contract = (change = {}) => ({
  title: '攀莲镇社工站服务', purchaser: bureau, agency, stations: [town.stations.east.id, town.stations.room.id], from: '2026-01-01', until: '2026-12-31', amount: 20_000_000,
  indicators: lines, ...change,
})
const put = (change = {}, id = randomUUID(), who: Who = town.workers.county) => town.ask(who, 'PUT', `/contracts/${id}`, contract(change))
const view = async (who: Who, id: string) => town.ask(who, 'GET', `/contracts/${id}`)
const main = randomUUID()

test('the county signs a contract for two stations, with its indicator table', async () => {
  expect((await put({}, main)).body).toEqual({ id: main, version: 1, claimed: 0 })
  const { body } = await view(town.workers.county, main)
  expect(body).toMatchObject({
    purchaserName: '米易县民政局', agencyName: '仁爱社会工作服务中心', placeName: '米易县', amount: 20_000_000, stations: 2, state: 'running', timeGone: 38, daysLeft: 225,
    stationList: [{ name: '攀莲镇社会工作服务站' }, { name: '水塘村社会工作服务室' }], indicatorList: [{ indicator: 'visits-all', target: 1200 }, { indicator: 'activities', target: 24 }],
  })
})

test('a worker and the agency know the contract of their station, the next town and the next county do not', async () => {
  expect((await view(town.workers.east, main)).body).toMatchObject({ title: '攀莲镇社工站服务', amount: null, indicators: 2, indicatorList: [{ target: 1200 }, { target: 24 }] })
  expect((await view(town.workers.manager, main)).body).toMatchObject({ amount: 20_000_000 })
  expect((await view(town.workers.city, main)).status).toBe(200)
  const [west, far, absent] = [await view(town.workers.west, main), await view(town.workers.far, main), await view(town.workers.far, randomUUID())]
  expect([west.status, west.body, far.body]).toEqual([404, absent.body, absent.body])
  expect((await town.ask(town.workers.far, 'GET', '/contracts')).body.rows).toEqual([])
  expect((await town.ask(town.workers.east, 'GET', `/contracts?station=${town.stations.east.id}&state=running`)).body.rows).toHaveLength(1)
  expect((await town.ask(town.workers.east, 'GET', '/contracts?state=over')).body.rows).toEqual([])
})

test('only the county signs, and only for its own stations', async () => {
  expect((await put({}, randomUUID(), town.workers.head)).status).toBe(403)
  expect((await put({}, randomUUID(), town.workers.manager)).status).toBe(403)
  expect((await put({ stations: [town.stations.far.id] })).body.code).toBe('station.not-found')
  expect((await put({ stations: [town.stations.west.id], agency: farAgency })).body).toMatchObject({ code: 'contract.organisation-elsewhere', details: { name: '盐边社工中心' } })
})

test('a station has one contract at a time, and a period has an end after its beginning', async () => {
  expect((await put({ title: '另一份', stations: [town.stations.room.id], from: '2026-12-31', until: '2027-12-30' })).body).toMatchObject({
    code: 'contract.overlaps', details: { title: '攀莲镇社工站服务', station: '水塘村社会工作服务室' } })
  expect((await put({ from: '2026-06-01', until: '2026-06-01' })).body.code).toBe('contract.dates-reversed')
  expect((await put({ stations: [town.stations.room.id], from: '2027-01-01', until: '2027-12-31', title: '下一期', indicators: [] })).status).toBe(200)
})

test('an indicator the standards do not know, or the same one twice, is refused', async () => {
  const there = { stations: [town.stations.west.id] }
  expect((await put({ ...there, indicators: [line('miracles', 3)] })).body).toMatchObject({ code: 'code.unknown', details: { value: 'miracles' } })
  expect((await put({ ...there, indicators: [line('visits-all', 3), line('visits-all', 4)] })).body.code).toBe('code.unknown')
})

test('hours are agreed in hours and counted in minutes', async () => {
  const id = randomUUID()
  const hours = { title: '服务工时合同', stations: [town.stations.west.id], from: '2025-01-01', until: '2025-12-31', indicators: [{ ...line('service-hours', 1800), unit: '小时' }] }
  expect((await put(hours, id)).status).toBe(200)
  expect((await put(hours, id)).body.version).toBe(1)
  expect((await view(town.workers.county, id)).body.indicatorList).toMatchObject([{ target: 1800, unit: '小时' }])
  expect((await town.ask(town.workers.county, 'GET', `/contracts/${id}/progress`)).body.indicators).toMatchObject([{ unit: 'hour', target: 108_000 }])
})

test('sending the same twice means once; parties stay; a stale change is answered with what differs', async () => {
  expect((await put({}, main)).body).toEqual({ id: main, version: 1, claimed: 0 })
  expect((await put({ agency: bureau, version: 1 }, main)).body.code).toBe('contract.parties-fixed')
  expect((await put({ amount: 21_000_000, version: 1 }, main)).body.version).toBe(2)
  expect((await put({ amount: 22_000_000, version: 1 }, main)).body).toMatchObject({ code: 'contract.changed-since', details: { fields: ['amount'], now: { amount: 21_000_000, version: 2 } } })
  expect((await put({ amount: 21_000_000, indicators: [{ ...lines[0], target: 1300 }], version: 2 }, main)).body.version).toBe(3)
  expect((await view(town.workers.east, main)).body.indicatorList).toMatchObject([{ indicator: 'visits-all', target: 1300 }])
})

test('a visit made while a contract is being signed waits, and then counts for it', async () => {
  const { owner, stations, workers } = town
  await owner.query('begin')
  await owner.query('select pg_advisory_xact_lock(7064, hashtext($1))', [stations.west.id])
  const id = randomUUID()
  await owner.query(`insert into contract (id, cell, place, title, purchaser, agency, from_on, until_on, amount_fen) values ($1, 510421, 510421000000, '撒莲镇社工站服务', $2, $3, '2026-01-01', '2026-12-31', 1)`, [id, bureau, agency])
  await owner.query(`insert into contract_station (id, cell, place, contract, station, from_on, until_on) values ($1, 510421, $2, $3, $4, '2026-01-01', '2026-12-31')`,
    [randomUUID(), stations.west.place, id, stations.west.id])
  const visit = randomUUID()
  const saving = town.ask(workers.west, 'PUT', `/records/${visit}`, { kind: 'consultation', occurredOn: '2026-05-20', minutes: 10, mode: 'policy', words: '问低保' })
  expect(await Promise.race([saving, new Promise((resolve) => setTimeout(() => resolve('waits'), 400))])).toBe('waits')
  await owner.query('commit')
  expect((await saving).status).toBe(200)
  expect((await owner.query('select contract from record where id = $1', [visit])).rows).toEqual([{ contract: id }])
})

test('a worker and the agency see the progress of their contract, whose county lies above their reach', async () => {
  for (const who of [town.workers.east, town.workers.manager, town.workers.county]) {
    expect((await town.ask(who, 'GET', `/contracts/${main}/progress`)).body).toMatchObject({ title: '攀莲镇社工站服务', indicators: [{ indicator: 'visits-all', target: 1300 }] })
    expect((await town.ask(who, 'GET', '/figures/choices')).body.contracts.map((one: { id: string }) => one.id)).toContain(main)
  }
  expect((await town.ask(town.workers.west, 'GET', `/contracts/${main}/progress`)).status).toBe(404)
})

test('the county sees on its board under which contract a station works', async () => {
  const { status, body } = await town.ask(town.workers.county, 'GET', '/board')
  expect([status, body.rows.find((row: { name: string }) => row.name === '攀莲镇社会工作服务站')?.contract]).toEqual([200, main])
})
