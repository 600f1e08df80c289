import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDatabase } from '#server/platform/database/index.ts'
import { PLACES, startTown, type Town } from '#tests/support/town.ts'

// 申诉: an office opens complaints, decides those that come to it, and sees nothing else of what stations do for people.
let town: Town
beforeAll(async () => { town = await startTown() })
afterAll(() => town.stop())

type Who = { account: string; post: string }
const must = async (who: Who, method: 'GET' | 'PUT' | 'POST', url: string, body?: object) => {
  const answer = await town.ask(who, method, url, body)
  expect([answer.status, answer.body], `${method} ${url}`).toEqual([200, answer.body])
  return answer.body
}
const open = async (who: Who, change: object = {}) => {
  const id = randomUUID()
  await must(who, 'PUT', `/services/${id}`, { method: 'complaint', title: '上门太晚', openedOn: town.clock.today(), ...change })
  return id
}
const fill = async (who: Who, service: string, form: string, answers: object) => {
  const { formVersion } = await must(who, 'GET', `/services/form/${form}?service=${service}`)
  const id = randomUUID()
  await must(who, 'PUT', `/service-forms/${id}`, { service, form, formVersion, filledOn: town.clock.today(), answers })
  return id
}

test('an office opens a complaint about one of its stations, handles it and ends it', async () => {
  const { township } = town.workers
  const id = await open(township, { station: town.stations.east.id })
  const view = await must(township, 'GET', `/services/${id}`)
  expect(view).toMatchObject({ station: town.stations.east.id, mayFill: true, mayWrite: false, mayReopen: false, becomes: null, number: expect.stringContaining('-S2026-') })
  const form = await fill(township, id, 'complaint-received', { kind: 'conduct', facts: '说好上午来，下午才来。' })
  await must(township, 'POST', `/services/${id}/move`, { version: (await must(township, 'GET', `/services/${id}`)).version, to: 'accepted' })
  await must(township, 'POST', `/service-forms/${form}/amend`, { version: 1, why: '补日期', answers: { kind: 'conduct', facts: '五月二日说好上午来。' } })
  await fill(township, id, 'complaint-reply', { replied_on: town.clock.today(), text: '已向本人道歉。', appeal_told: true })
  await must(township, 'POST', `/services/${id}/close`, { version: (await must(township, 'GET', `/services/${id}`)).version, reason: 'settled', on: town.clock.today() })
  expect((await must(township, 'POST', '/services/list', { limit: 50 })).rows.map((row: any) => row.id)).toEqual([id])
  for (const [what, body] of [['change', { version: 1, title: 'x' }], ['reopen', { version: 1, why: '再办' }], ['refer', {}]] as const) expect((await town.ask(township, 'POST', `/services/${id}/${what}`, body)).status, what).toBeGreaterThanOrEqual(400)
})

test('without a station, with one out of reach, a closed one, or for what is about a person, it is refused and nothing is written', async () => {
  const { township, county, east } = town.workers
  const before = await town.owner.query('select count(*)::int as n from service')
  const no = async (who: Who, body: object) => (await town.ask(who, 'PUT', `/services/${randomUUID()}`, { title: '上门太晚', openedOn: town.clock.today(), ...body })).body.code
  expect(await no(township, { method: 'complaint' })).toBe('service.needs-station')
  expect(await no(township, { method: 'complaint', station: town.stations.west.id })).toBe('station.not-found')
  expect(await no(county, { method: 'complaint', station: randomUUID() })).toBe('station.not-found')
  expect(await no(east, { method: 'complaint', station: town.stations.west.id })).toBe('post.may-not')
  for (const method of ['casework', 'child-report', 'group-work', 'supervision', 'satisfaction']) expect(await no(township, { method, station: town.stations.east.id }), method).toBe('post.may-not')
  expect((await town.owner.query('select count(*)::int as n from service')).rows).toEqual(before.rows)
})

test('an appeal is told to the office it goes to, which decides it; then the county', async () => {
  const { head, township, county } = town.workers
  const id = await open(head)
  const listener = openDatabase({ url: town.listenerUrl, poolSize: 1 })
  const told = async () => {
    await sql`select app.tell_clocks(${town.clock.now()})`.execute(listener)
    const { rows } = await town.owner.query(`select payload -> 'posts' as posts from outbox where event = 'notice.asked' and subject_id = $1 and payload ->> 'kind' like 'clock-%' order by id`, [id])
    return rows.flatMap(({ posts }) => posts)
  }
  await fill(head, id, 'complaint-reply', { replied_on: town.clock.today(), text: '没有这回事。', appeal_told: true })
  expect(await told()).not.toContain(township.post)
  const appeal = await fill(head, id, 'complaint-appeal-township', { asked_on: town.clock.today(), reason: '没有问过邻居。' })
  town.clock.set(new Date(town.clock.now().getTime() + 61_000).toISOString())
  expect(await told()).toContain(township.post)
  const due = (await must(township, 'POST', '/services/due', {})).clocks
  expect(due).toMatchObject([{ service: id, key: 'township', mine: true, name: '' }])
  await must(township, 'POST', `/service-forms/${appeal}/amend`, { version: 1, why: '答复', answers: { asked_on: town.clock.today(), reason: '没有问过邻居。', decided_on: town.clock.today(), decision: 'upheld', text: '维持。' } })
  expect((await must(township, 'POST', '/services/due', {})).clocks).toEqual([])
  await fill(head, id, 'complaint-appeal-county', { asked_on: town.clock.today() })
  town.clock.set(new Date(town.clock.now().getTime() + 61_000).toISOString())
  expect(await told()).toContain(county.post)
  expect((await must(county, 'POST', '/services/due', {})).clocks).toMatchObject([{ service: id, key: 'county', mine: true }])
  await listener.destroy()
})

test('an office finds no complaint of another town, and the county none of what is the town\'s alone', async () => {
  const { west, head, township, county } = town.workers
  const there = await open(west)
  const ticket = await open(head, { method: 'ticket' })
  expect((await must(county, 'GET', `/services/${there}`)).title).toBe('上门太晚')
  expect((await must(township, 'GET', `/services/${ticket}`)).title).toBe('上门太晚')
  for (const [who, id] of [[township, there], [county, ticket]] as const) {
    expect((await town.ask(who, 'GET', `/services/${id}`)).body.code).toBe('service.not-found')
    expect(JSON.stringify(await must(who, 'POST', '/services/list', { limit: 200 }))).not.toContain(id)
  }
})

test('of what stations do for people an office finds nothing, by no address', async () => {
  const { east, township, county } = town.workers
  const client = await town.addFile(town.stations.east, PLACES.eastVillage, { name: '王秀英' })
  const id = randomUUID()
  await must(east, 'PUT', `/services/${id}`, { method: 'casework', client: client.id, openedOn: town.clock.today(), words: '夜里睡不着。' })
  const form = await fill(east, id, 'case-intake', { problem: '睡不着' })
  for (const who of [township, county]) {
    expect((await town.ask(who, 'GET', `/services/${id}`)).body.code).toBe('service.not-found')
    expect((await town.ask(who, 'GET', `/service-forms/${form}`)).body.code).toBe('form.not-found')
    expect((await town.ask(who, 'POST', `/services/${id}/move`, { version: 1, to: 'assessment' })).body.code).toBe('service.not-found')
    expect(JSON.stringify(await must(who, 'POST', '/services/list', { limit: 200, client: client.id }))).not.toContain(id)
    expect((await must(who, 'GET', '/services/methods')).rows.map((row: any) => row.key).sort()).toEqual(who === county ? ['agency-growth', 'area-evaluation', 'complaint', 'service-matters', 'station-evaluation'] : ['agency-growth', 'complaint', 'ticket'])
  }
})
