import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openDatabase, type Database } from '#server/platform/database/index.ts'
import { openLog } from '#server/platform/log.ts'
import { forgetNotices, giveNotices } from '#server/platform/notices/index.ts'
import { deliverDue } from '#server/platform/outbox.ts'
import { untilQuiet } from '#tests/support/quiet.ts'
import { PLACES, startTown, type Town } from '#tests/support/town.ts'

let town: Town
let listener: Database
beforeAll(async () => {
  town = await startTown()
  listener = openDatabase({ url: town.listenerUrl, poolSize: 2 })
})
afterAll(async () => {
  await listener.destroy()
  await town.stop()
})
beforeEach(() => town.owner.query('truncate notice, outbox, outbox_delivery'))

type Who = Town['workers']['east']
const deliver = async () => {
  await untilQuiet(town.owner)
  return deliverDue({ database: listener, clock: town.clock, keys: town.keys, log: openLog('silent'), listeners: [giveNotices] })
}
const bell = async (who: Who) => (await town.ask(who, 'GET', '/notices')).body
const tell = (to: object, kind = 'undelivered', about = randomUUID()) =>
  town.owner.query(`select app.announce('notice.asked', $1, 510421, $2, $3)`, [about, PLACES.east, JSON.stringify({ kind, ...to })])

test('a colleague to whom a need is handed is told, and nobody else', async () => {
  const { east, head, west } = town.workers
  const need = randomUUID()
  expect((await town.ask(east, 'PUT', `/needs/${need}`, { words: '王秀英想装扶手', foundOn: '2026-05-19' })).status).toBe(200)
  expect((await town.ask(east, 'POST', `/needs/${need}/hand-over`, { version: 1, owner: head.account })).status).toBe(200)
  await deliver()
  expect(await bell(head)).toMatchObject({ unread: 1, groups: [{ kind: 'need-handed', unread: 1, count: 1 }] })
  for (const who of [east, west]) expect(await bell(who)).toEqual({ unread: 0, groups: [] })
})

test('who takes something in hand himself is not told', async () => {
  const need = randomUUID()
  await town.ask(town.workers.east, 'PUT', `/needs/${need}`, { words: '想学手机', foundOn: '2026-05-19' })
  await town.ask(town.workers.east, 'POST', `/needs/${need}/hand-over`, { version: 1, owner: town.workers.east.account })
  await deliver()
  expect((await bell(town.workers.east)).unread).toBe(0)
})

test('the head is told that a write waits, once however often it was sent', async () => {
  const visit = { kind: 'visit', occurredOn: '2026-05-20', minutes: 10, files: [randomUUID()], mode: 'home', result: 'normal', words: '不在了' }
  const id = randomUUID()
  for (const _ of [1, 2]) expect((await town.ask(town.workers.east, 'PUT', `/records/${id}`, visit)).status).toBe(202)
  await deliver()
  expect(await bell(town.workers.head)).toMatchObject({ groups: [{ kind: 'undelivered', unread: 1 }] })
  expect((await bell(town.workers.west)).unread).toBe(0)
})

test('the station is told that its report was returned or taken', async () => {
  const { head, county } = town.workers
  const path = `/reports/${town.stations.east.id}/2026-04`
  const at = async () => (await town.owner.query(`select version from report where station = $1`, [town.stations.east.id])).rows[0].version
  expect((await town.ask(head, 'PUT', path, { id: randomUUID(), version: 0, highlights: '走访', typicalCases: '', problems: '', nextMonth: '' })).status).toBe(200)
  expect((await town.ask(head, 'POST', `${path}/submit`, { version: await at() })).status).toBe(200)
  expect((await town.ask(county, 'POST', `${path}/return`, { version: await at(), why: '缺典型案例' })).status).toBe(200)
  await deliver()
  expect((await bell(head)).groups).toMatchObject([{ kind: 'report-returned', unread: 1 }])
  expect((await bell(town.workers.east)).unread).toBe(0)
})

test('several of one kind are one line with a number; what is read stays read, and what comes meanwhile does not', async () => {
  const { head } = town.workers
  for (let n = 0; n < 3; n++) await tell({ posts: [head.post] })
  await tell({ posts: [head.post] }, 'report-accepted')
  await deliver()
  const before = await bell(head)
  expect(before).toMatchObject({ unread: 4 })
  expect(before.groups).toHaveLength(2)
  await tell({ posts: [head.post] })
  town.clock.set(new Date(town.clock.now().getTime() + 1000).toISOString())
  await deliver()
  expect((await town.ask(head, 'POST', '/notices/read', { kinds: ['undelivered'], until: before.groups[0].at })).status).toBe(200)
  expect(await bell(head)).toMatchObject({ unread: 2, groups: [{ kind: 'undelivered', unread: 1, count: 4 }, { kind: 'report-accepted', unread: 1 }] })
})

test('a post of the same account has its own bell, and nobody reads or marks that of another', async () => {
  const { head, manager } = town.workers
  await tell({ posts: [head.post] })
  await deliver()
  await town.ask(manager, 'POST', '/notices/read', { kinds: ['undelivered'], until: '2027-01-01T00:00:00Z' })
  expect([(await bell(head)).unread, (await bell(manager)).unread]).toEqual([1, 0])
  expect((await town.ask({ ...manager, post: head.post }, 'GET', '/notices')).status).toBe(403)
})

test('posts that are over, and an event that says nobody, reach nobody', async () => {
  const gone = await town.addPost('station_head', PLACES.east, town.stations.east.id)
  await town.owner.query('update post set ended_at = $2 where id = $1', [gone.post, town.clock.now()])
  await tell({ station: town.stations.east.id, roles: ['station_head'] })
  await tell({ roles: ['station_head'] })
  await tell({ posts: null })
  await tell({})
  await deliver()
  expect((await town.owner.query('select post from notice')).rows.map(({ post }) => post)).toEqual([town.workers.head.post])
})

test('delivered twice it is given once, and after a quarter of a year it is forgotten', async () => {
  await tell({ posts: [town.workers.head.post] })
  await deliver()
  await town.owner.query('update outbox_delivery set done_at = null')
  await deliver()
  expect((await town.owner.query('select 1 from notice')).rowCount).toBe(1)
  await town.owner.query(`update notice set made_at = made_at - interval '91 days'`)
  expect(await forgetNotices({ database: listener, clock: town.clock })).toBe(1)
})

test('no name and no word of anybody stands in what is told', async () => {
  const need = randomUUID()
  await town.ask(town.workers.east, 'PUT', `/needs/${need}`, { words: '王秀英想装扶手', foundOn: '2026-05-19' })
  await town.ask(town.workers.east, 'POST', `/needs/${need}/hand-over`, { version: 1, owner: town.workers.head.account, measure: '找何师傅' })
  await deliver()
  const { rows } = await town.owner.query(`select to_jsonb(n)::text as text from notice n union all select payload::text from outbox where event = 'notice.asked'`)
  expect(rows).toHaveLength(2)
  expect(rows.filter(({ text }) => /[一-龥]/.test(text))).toEqual([])
})
