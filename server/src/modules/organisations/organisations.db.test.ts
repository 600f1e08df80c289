import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTown, type Town } from '#tests/support/town.ts'

let town: Town
beforeAll(async () => {
  town = await startTown()
})
afterAll(() => town.stop())

const agency = (change = {}) => ({ name: '攀枝花市仁爱社会工作服务中心', kind: 'agency', creditCode: '91350100M000100Y43', ...change })
const put = (who: { account: string; post: string }, change = {}, id = randomUUID()) => town.ask(who, 'PUT', `/organisations/${id}`, agency(change))
const list = async (who: { account: string; post: string }, filter = {}) =>
  (await town.ask(who, 'POST', '/organisations/list', filter)).body.rows.map((row: { name: string }) => row.name)

test('the county enters an agency; a town worker finds its name, though the county lies above her reach', async () => {
  const { status, body } = await put(town.workers.county)
  expect([status, body.version, body.warnings]).toEqual([200, 1, []])
  expect(await list(town.workers.east)).toEqual(['攀枝花市仁爱社会工作服务中心'])
  expect((await town.ask(town.workers.east, 'GET', `/organisations/${body.id}`)).body).toMatchObject({ creditCode: '91350100M000100Y43', kind: 'agency', stations: 0, contracts: 0 })
})

test('a credit code with a wrong check character is kept and warned about; what is no code is refused', async () => {
  const odd = await put(town.workers.county, { name: '早年登记的协会', kind: 'social-organisation', creditCode: '91350100m000100y44' })
  expect([odd.status, odd.body.warnings]).toEqual([200, ['credit-code.wrong-check']])
  expect((await town.ask(town.workers.east, 'GET', `/organisations/${odd.body.id}`)).body).toMatchObject({ creditCode: '91350100M000100Y44', creditCodeWarnings: ['credit-code.wrong-check'] })
  expect((await put(town.workers.county, { creditCode: '12345' })).body.code).toBe('organisation.credit-code-wrong')
  expect((await put(town.workers.county, { name: '某单位', kind: 'unit', creditCode: '' })).status).toBe(200)
})

test('saving twice means once, and two people do not overwrite each other', async () => {
  const id = randomUUID()
  await put(town.workers.county, { name: '甲机构' }, id)
  expect((await put(town.workers.county, { name: '甲机构' }, id)).body.version).toBe(1)
  expect((await put(town.workers.county, { name: '乙机构', version: 1 }, id)).body.version).toBe(2)
  expect((await put(town.workers.county, { name: '丙机构', version: 1 }, id)).body).toMatchObject({ code: 'organisation.changed-since', details: { fields: ['name'], now: { name: '乙机构', version: 2 } } })
})

test('a station enters no organisation, and a county changes none of the next county', async () => {
  expect((await put(town.workers.head)).status).toBe(403)
  const id = randomUUID()
  await put(town.workers.city, { name: '盐边县机构', place: 510422000000 }, id)
  expect((await put(town.workers.county, { name: '改名', version: 1 }, id)).status).toBe(403)
  expect((await put(town.workers.county, { place: 510422000000 })).status).toBe(403)
})

test('the list goes on where it stopped, and finds by part of a name', async () => {
  const first = await town.ask(town.workers.county, 'POST', '/organisations/list', { limit: 2 })
  const second = await town.ask(town.workers.county, 'POST', '/organisations/list', { limit: 2, after: first.body.next })
  expect(new Set([...first.body.rows, ...second.body.rows].map((row: { id: string }) => row.id)).size).toBe(4)
  expect(await list(town.workers.county, { search: '协会' })).toEqual(['早年登记的协会'])
  expect(await list(town.workers.county, { kinds: ['department'] })).toEqual([])
})
