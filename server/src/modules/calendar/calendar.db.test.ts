import { randomUUID } from 'node:crypto'
import ICAL from 'ical.js'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { PLACES, startTown, type Town } from '#tests/support/town.ts'

let town: Town
beforeAll(async () => {
  town = await startTown()
  const { east } = town.stations
  const duty = async (worker: string | null, dueOn: string, change: { isProtected?: boolean; putOffTo?: string } = {}) => {
    const file = await town.addFile(east, PLACES.eastVillage, { isProtected: change.isProtected ?? false })
    await town.owner.query(`insert into duty (id, cell, place, station, dossier, protected, file, monthly, basis, show_from, due_on, worker, opened_on, put_off_to) values ($1, 510421, $2, $3, $4, $5, $4, false, 'blue', '2026-05-01', $6, $7, '2026-01-01', $8)`,
      [randomUUID(), PLACES.eastVillage, east.id, file.id, change.isProtected ?? false, dueOn, worker, change.putOffTo ?? null])
  }
  const me = town.workers.east.account
  await duty(me, '2026-05-21')
  await duty(me, '2026-05-21')
  await duty(me, '2026-05-19')
  await duty(me, '2026-05-18', { putOffTo: '2026-05-22' })
  await duty(me, '2026-05-21', { isProtected: true })
  await duty(town.workers.head.account, '2026-05-21')
  await duty(null, '2026-05-25')
  const need = randomUUID()
  await town.ask(town.workers.east, 'PUT', `/needs/${need}`, { words: '王秀英的轮椅坏了', foundOn: '2026-05-19' })
  await town.ask(town.workers.east, 'POST', `/needs/${need}/hand-over`, { version: 1, owner: me, dueOn: '2026-05-21' })
})
afterAll(() => town.stop())
beforeEach(() => town.owner.query('update session set stepped_up_at = $1', [town.clock.now()]))

type Who = Town['workers']['east']
const show = async (who: Who, scope: string, from = '2026-05-18', to = '2026-05-31') => (await town.ask(who, 'POST', '/calendar', { from, to, scope })).body
const counts = (view: any) => view.rows.map((row: any) => [row.on, row.kind, row.accountName, row.count])
const feed = (path: string) => town.app.inject({ method: 'GET', url: path })
const make = async (who: Who): Promise<string> => {
  await town.as(who)
  await town.owner.query('update session set stepped_up_at = $1', [town.clock.now()])
  return (await town.ask(who, 'POST', '/calendar/feed', {})).body.path
}
const events = (text: string) => new ICAL.Component(ICAL.parse(text)).getAllSubcomponents('vevent').map((one) => new ICAL.Event(one)).map(({ summary, startDate }) => [startDate.toString(), summary])

test('one sees what is due to oneself by day; a visit put off stands on its new day, protected people nowhere', async () => {
  const view = await show(town.workers.east, 'mine')
  expect(counts(view)).toEqual([['2026-05-19', 'duty', 'worker', 1], ['2026-05-21', 'duty', 'worker', 2], ['2026-05-21', 'need', 'worker', 1], ['2026-05-22', 'duty', 'worker', 1]])
  expect(view.overdue).toBe(1)
})

test('the station by colleague, with what nobody has yet', async () => {
  expect(counts(await show(town.workers.head, 'station'))).toEqual(expect.arrayContaining([['2026-05-21', 'duty', 'worker', 2], ['2026-05-21', 'duty', 'station_head', 1], ['2026-05-25', 'duty', null, 1]]))
  expect((await show(town.workers.west, 'station')).rows).toEqual([])
})

test('offices and agencies have no calendar of people, and no calendar is endless', async () => {
  for (const who of ['county', 'township', 'manager', 'auditor'] as const) expect([who, (await town.ask(town.workers[who], 'POST', '/calendar', { from: '2026-05-18', to: '2026-05-31', scope: 'mine' })).status]).toEqual([who, 403])
  expect((await show(town.workers.east, 'mine', '2026-01-01', '2026-12-31')).code).toBe('calendar.too-long')
  expect((await show(town.workers.east, 'mine', '2026-05-31', '2026-05-18')).code).toBe('calendar.too-long')
})

test('a secret address gives the same days to another calendar, in numbers only', async () => {
  const answer = await feed(await make(town.workers.east))
  expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, 'text/calendar; charset=utf-8'])
  expect(events(answer.body)).toEqual([['2026-05-19', '走访 1 人'], ['2026-05-21', '走访 2 人'], ['2026-05-21', '需求 1 件'], ['2026-05-22', '走访 1 人']])
  expect(answer.body).not.toMatch(/王秀英|轮椅|水塘|攀莲|13[0-9]{9}/)
  expect((await town.owner.query('select token_hash from calendar_feed where revoked_at is null')).rows[0].token_hash).toHaveLength(32)
})

test('a new address ends the one before, and revoking ends it at once; never given and revoked look the same', async () => {
  const first = await make(town.workers.east)
  const second = await make(town.workers.east)
  const absent = await feed(`/api/v1/calendar/feeds/${'A'.repeat(22)}.ics`)
  expect(absent.statusCode).toBe(404)
  expect([(await feed(first)).statusCode, (await feed(first)).body]).toEqual([404, absent.body])
  expect((await feed(second)).statusCode).toBe(200)
  expect((await town.ask(town.workers.east, 'GET', '/calendar/feed')).body.feed).toMatchObject({ readAt: expect.any(String) })
  expect((await town.ask(town.workers.east, 'DELETE', '/calendar/feed')).status).toBe(200)
  expect((await feed(second)).body).toBe(absent.body)
  expect((await town.ask(town.workers.east, 'GET', '/calendar/feed')).body).toEqual({ feed: null })
})

test('the address of a post that has ended opens nothing', async () => {
  const guest = await town.addPost('worker', PLACES.east, town.stations.east.id)
  const path = await make(guest)
  expect((await feed(path)).statusCode).toBe(200)
  await town.owner.query('update post set ended_at = $2 where id = $1', [guest.post, town.clock.now()])
  expect((await feed(path)).statusCode).toBe(404)
})

test('sixty reads an hour and no more', async () => {
  const path = await make(town.workers.west)
  for (let n = 0; n < 60; n++) expect((await feed(path)).statusCode).toBe(200)
  expect([(await feed(path)).statusCode, JSON.parse((await feed(path)).body).code]).toEqual([429, 'request.too-many'])
  town.clock.set(new Date(town.clock.now().getTime() + 3_600_000).toISOString())
  expect((await feed(path)).statusCode).toBe(200)
})

test('an address is given only after a fresh second factor, and changes nothing by being read', async () => {
  await town.as(town.workers.head)
  await town.owner.query('update session set stepped_up_at = null')
  expect((await town.ask(town.workers.head, 'POST', '/calendar/feed', {})).body.code).toBe('session.step-up-needed')
  const path = await make(town.workers.head)
  for (const method of ['POST', 'PUT', 'DELETE'] as const) expect((await town.app.inject({ method, url: path })).statusCode).toBe(404)
})
