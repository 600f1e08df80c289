import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { PLACES, startTown, type Town } from '#tests/support/town.ts'

let town: Town
let grandma: { id: string }
beforeAll(async () => {
  town = await startTown()
  grandma = await town.addFile(town.stations.east, PLACES.eastVillage, { tags: ['lives-alone', 'dibao'] })
})
afterAll(() => town.stop())

const visit = (change = {}) => ({ kind: 'visit', occurredOn: '2026-05-20', minutes: 20, files: [grandma.id], mode: 'home', result: 'normal', words: '在家，精神好。', ...change })
const put = (who = town.workers.east, id = randomUUID(), change = {}) => town.ask(who, 'PUT', `/records/${id}`, visit(change))
const tail = async () => (await town.owner.query(`select coalesce(sum(n), 0)::int as n, coalesce(sum(heads), 0)::int as heads from tally_tail where measure = 'visit' and tag = ''`)).rows[0]

test('a worker writes a visit down, and it is counted at once', async () => {
  const before = await tail()
  const answer = await put()
  expect([answer.status, answer.body]).toEqual([200, { id: expect.any(String), version: 1 }])
  expect(await tail()).toEqual({ n: before.n + 1, heads: before.heads + 1 })
})

test('what was written about a person is sealed in the database', async () => {
  const { body } = await put()
  const { rows } = await town.owner.query('select words_sealed from record where id = $1', [body.id])
  expect(rows[0].words_sealed.includes(Buffer.from('精神好'))).toBe(false)
})

test('sending the same visit twice means once, and other words under the same id are refused', async () => {
  const id = randomUUID()
  await put(town.workers.east, id)
  const before = await tail()
  expect((await put(town.workers.east, id)).status).toBe(200)
  const other = await put(town.workers.east, id, { words: '不在家' })
  expect([other.status, other.body.code]).toEqual([409, 'record.changed-since'])
  expect(await tail()).toEqual(before)
})

test('a visit cannot be dated after today', async () => {
  const answer = await put(town.workers.east, randomUUID(), { occurredOn: '2026-05-21' })
  expect([answer.status, answer.body.code, answer.body.sentence]).toEqual([422, 'record.in-the-future', '日期不能晚于今天'])
})

test('a worker of the next town cannot tell that the resident exists', async () => {
  const absent = await put(town.workers.west, randomUUID(), { files: [randomUUID()] })
  const hidden = await put(town.workers.west)
  // Both are kept for the head; neither says which it was.
  expect([hidden.status, { ...hidden.body, undelivered: '' }]).toEqual([absent.status, { ...absent.body, undelivered: '' }])
  expect([hidden.status, hidden.body.code]).toEqual([202, 'resident.not-found'])
})

test('the county bureau may not write visits, whatever its reach', async () => {
  expect((await put(town.workers.county)).status).toBe(403)
})

test('every saved visit leaves an audit leaf in the same transaction', async () => {
  const { body } = await put()
  const { rows } = await town.owner.query('select act, account from audit_leaf where subject_id = $1', [body.id])
  expect(rows).toEqual([{ act: 'insert', account: town.workers.east.account }])
})

test('four sends of one visit at the same moment leave one visit', async () => {
  const id = randomUUID()
  const answers = await Promise.all([1, 2, 3, 4].map(() => put(town.workers.east, id)))
  expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200, 200])
  expect((await town.owner.query('select 1 from record where id = $1', [id])).rowCount).toBe(1)
})
