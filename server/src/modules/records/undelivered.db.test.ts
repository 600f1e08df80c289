import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { PLACES, startTown, type Town } from '#tests/support/town.ts'

let town: Town
let grandma: { id: string }
beforeAll(async () => {
  town = await startTown()
  grandma = await town.addFile(town.stations.east, PLACES.eastVillage)
})
afterAll(() => town.stop())

const body = (change = {}) => ({ kind: 'visit', occurredOn: '2026-05-19', minutes: 20, files: [grandma.id], mode: 'home', result: 'normal', words: '没有网络时写的', ...change })
const put = (who = town.workers.east, change = {}, id = randomUUID()) => town.ask(who, 'PUT', `/records/${id}`, body(change))
const kept = async (who = town.workers.head) => (await town.ask(who, 'GET', '/undelivered')).body.rows as { id: string; version: number; code: string; sentByName: string }[]

test('a visit sent after the post ended is kept sealed for the head of that station, once', async () => {
  const gone = await town.addPost('worker', PLACES.east, town.stations.east.id)
  await town.as(gone)
  await town.owner.query(`update post set until_on = '2026-05-19' where id = $1`, [gone.post])
  const id = randomUUID()
  const answer = await put(gone, {}, id)
  expect([answer.status, answer.body]).toEqual([202, { code: 'post.not-held', sentence: '您没有这个岗位，或岗位已到期', undelivered: expect.any(String) }])
  expect((await put(gone, {}, id)).body.undelivered).toBe(answer.body.undelivered)
  expect(await kept()).toEqual([expect.objectContaining({ id: answer.body.undelivered, code: 'post.not-held', sentByName: 'worker', version: 1 })])
  const { rows } = await town.owner.query('select body from undelivered where id = $1', [answer.body.undelivered])
  expect(rows[0].body.includes(Buffer.from('没有网络'))).toBe(false)
  expect((await town.owner.query('select 1 from record where id = $1', [id])).rowCount).toBe(0)
})

test('the head opens it with a trace and settles it; settled it leaves the list', async () => {
  const [one] = await kept()
  const opened = await town.ask(town.workers.head, 'GET', `/undelivered/${one!.id}`)
  expect(JSON.parse(opened.body.body)).toMatchObject({ words: '没有网络时写的', files: [grandma.id] })
  expect((await town.owner.query(`select 1 from audit_leaf where act = 'view' and subject = 'undelivered' and subject_id = $1`, [one!.id])).rowCount).toBe(1)
  expect((await town.ask(town.workers.head, 'POST', `/undelivered/${one!.id}/settle`, { version: 1, how: 'entered' })).body).toEqual({ id: one!.id, version: 2 })
  expect(await kept()).toEqual([])
})

test('a visit to a file that was closed meanwhile is kept too', async () => {
  const closed = await town.addFile(town.stations.east, PLACES.eastVillage)
  await town.owner.query(`update resident_file set closed_on = '2026-05-01', closed_why = 'died' where id = $1`, [closed.id])
  const answer = await put(town.workers.east, { files: [closed.id] })
  expect([answer.status, answer.body.code]).toEqual([202, 'resident.closed'])
})

test('a withdrawn form is kept, a wrong one is refused', async () => {
  expect((await put(town.workers.east, { formVersion: 'visit.99' })).body).toMatchObject({ code: 'form.withdrawn', undelivered: expect.any(String) })
  expect((await put(town.workers.east, { minutes: -1 })).status).toBe(400)
  expect((await put(town.workers.east, { mode: 'pigeon' })).status).toBe(422)
})

test('without a session nothing is kept, and a role that never wrote visits is simply refused', async () => {
  const answer = await town.app.inject({ method: 'PUT', url: `/api/v1/records/${randomUUID()}`, payload: body() })
  expect(answer.statusCode).toBe(401)
  expect((await put(town.workers.county)).status).toBe(403)
})

test('only the head of the sender\'s station sees what was kept', async () => {
  const before = (await kept()).length
  const answer = await put(town.workers.west)
  expect(answer.status).toBe(202)
  expect((await kept()).length).toBe(before)
  expect((await town.ask(town.workers.head, 'GET', `/undelivered/${answer.body.undelivered}`)).status).toBe(404)
  expect((await town.ask(town.workers.west, 'GET', '/undelivered')).status).toBe(403)
  const westHead = await town.addPost('station_head', PLACES.west, town.stations.west.id)
  expect((await kept(westHead)).map(({ id }) => id)).toEqual([answer.body.undelivered])
})
