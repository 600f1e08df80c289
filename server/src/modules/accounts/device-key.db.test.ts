import { createHash, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sealWith } from '#server/platform/keys/index.ts'
import { PLACES, startTown, type Town } from '#tests/support/town.ts'

let town: Town
beforeAll(async () => { town = await startTown() })
afterAll(() => town.stop())

const device = randomUUID()
const keyFor = async (who: { account: string; post: string }, at = device, cookie = '') => {
  const headers = await town.as(who)
  const { body } = await town.ask(who, 'POST', '/session/device-key', { device: at }, cookie ? { cookie: `${headers.cookie}; ${cookie}` } : {})
  return body as { key: string; share: string | null; offlineHours: number }
}
const unsent = (post: string) => ({ id: randomUUID(), method: 'PUT', path: `/records/${randomUUID()}`, post, account: 'x', title: '走访 王秀英', at: 1, body: { kind: 'visit', words: '没有网络时写的' } })
const seal = (key: string, write: { id: string }, about = `unsent ${write.id}`) => ({ id: write.id, sealed: sealWith(1, Buffer.from(key, 'base64'), Buffer.from(JSON.stringify(write)), about).toString('base64') })
const leave = async (account: string, row: { id: string; sealed: string }, at = device) => {
  const answer = await town.app.inject({ method: 'POST', url: '/api/v1/session/left-writes', payload: { account, device: at, ...row } })
  return [answer.statusCode, JSON.parse(answer.body).kept] as const
}
const close = (account: string) => town.owner.query(`update account set state = 'closed', closed_at = now(), closed_why = '离职了' where id = $1`, [account])
const kept = async () => (await town.ask(town.workers.head, 'GET', '/undelivered')).body.rows as { id: string; code: string; sentByName: string; sentence: string }[]

test('the same person at the same browser gets the same key again; another person or browser another one', async () => {
  const { east, west } = town.workers
  const { key, share, offlineHours } = await keyFor(east)
  expect([Buffer.from(key, 'base64').length, share, offlineHours]).toEqual([32, null, 72])
  expect((await keyFor(east)).key).toBe(key)
  expect((await keyFor(east, randomUUID())).key).not.toBe(key)
  expect((await keyFor(west)).key).not.toBe(key)
})

test('only a trusted device of one\'s own is given what opens it without network', async () => {
  const { east, west } = town.workers
  await town.owner.query(`insert into trusted_device (id, token_hash, account, name, until_at, made_at) values ($1, $2, $3, '手机', $4::timestamptz + interval '30 days', $4)`,
    [randomUUID(), createHash('sha256').update('mine').digest(), east.account, town.clock.now()])
  const { key, share } = await keyFor(east, device, 'wulian-device=mine')
  expect(Buffer.from(share!, 'base64')).toHaveLength(32)
  expect(share).not.toBe(key)
  expect((await keyFor(west, device, 'wulian-device=mine')).share).toBeNull()
  await town.owner.query('update trusted_device set until_at = $1', [town.clock.now()])
  expect((await keyFor(east, device, 'wulian-device=mine')).share).toBeNull()
})

test('a locked or ended session gets no key', async () => {
  const who = await town.addPost('worker', PLACES.east, town.stations.east.id)
  await keyFor(who)
  await town.owner.query(`update session set stage = 'locked' where account = $1`, [who.account])
  expect((await town.ask(who, 'POST', '/session/device-key', { device })).body.code).toBe('session.locked')
  await town.owner.query('update session set ended_at = now() where account = $1', [who.account])
  expect((await town.ask(who, 'POST', '/session/device-key', { device })).status).toBe(401)
})

test('what a closed account left unsent is kept sealed for the head, once; an active one\'s waits for its writer', async () => {
  const who = await town.addPost('worker', PLACES.east, town.stations.east.id)
  const { key } = await keyFor(who)
  const write = unsent(who.post)
  expect(await leave(who.account, seal(key, write))).toEqual([200, false])
  await close(who.account)
  expect(await leave(who.account, seal(key, write))).toEqual([200, true])
  expect(await leave(who.account, seal(key, write))).toEqual([200, true])
  const rows = await kept()
  expect(rows).toEqual([expect.objectContaining({ code: 'account.closed', sentByName: 'worker', sentence: '这个账号已停用' })])
  const opened = await town.ask(town.workers.head, 'GET', `/undelivered/${rows[0]!.id}`)
  expect(JSON.parse(opened.body.body)).toEqual(write.body)
  const { rows: raw } = await town.owner.query('select body from undelivered')
  expect(raw.every(({ body }) => !body.includes(Buffer.from('没有网络')))).toBe(true)
})

test('nobody can leave a write in another\'s name, from another browser, under another id or from a post never held', async () => {
  const [who, other] = [await town.addPost('worker', PLACES.east, town.stations.east.id), town.workers.west]
  const [{ key }, { key: foreign }] = [await keyFor(who), await keyFor(other)]
  await close(who.account)
  const write = unsent(who.post)
  const before = (await kept()).length
  expect(await leave(who.account, seal(foreign, write))).toEqual([200, false])
  expect(await leave(who.account, seal(key, write), randomUUID())).toEqual([200, false])
  expect(await leave(who.account, { ...seal(key, write), id: randomUUID() })).toEqual([200, false])
  expect(await leave(who.account, seal(key, unsent(other.post)))).toEqual([200, false])
  expect(await leave(who.account, seal(key, { ...write, path: '/../x?y' } as typeof write))).toEqual([200, false])
  expect((await kept()).length).toBe(before)
})
