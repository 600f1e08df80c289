import { createECDH, randomBytes, randomUUID } from 'node:crypto'
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { buildApp } from '#server/app.ts'
import { openDatabase, type Database } from '#server/platform/database/index.ts'
import { openLog } from '#server/platform/log.ts'
import { startTown, type Town } from '#tests/support/town.ts'
import { isPushService, sendPushes } from './push.ts'

const ece = createRequire(import.meta.url)('http_ece') as { decrypt: (body: Buffer, how: object) => Buffer }

// A push service on this machine, which keeps what it is given; a browser, which can open it; and the clock of the town.
let town: Town
let listener: Database
let service: Server
let origin: string
let answers: number[] = []
const letters: { path: string; headers: IncomingHttpHeaders; body: Buffer }[] = []
const browser = createECDH('prime256v1')
const auth = randomBytes(16)
const keys = { p256dh: browser.generateKeys('base64url'), auth: auth.toString('base64url') }
let app: Town['app']
beforeAll(async () => {
  town = await startTown({ today: '2026-05-20T10:00:00+08:00' })
  listener = openDatabase({ url: town.listenerUrl, poolSize: 2 })
  service = createServer(async (request, response) => {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part as Buffer)
    letters.push({ path: request.url!, headers: request.headers, body: Buffer.concat(parts) })
    response.writeHead(answers.shift() ?? 201, { location: `${origin}/elsewhere` }).end()
  })
  await new Promise<void>((resolve) => { service.listen(0, '127.0.0.1', resolve) })
  origin = `http://127.0.0.1:${(service.address() as AddressInfo).port}`
  app = await buildApp({ database: town.database, clock: town.clock, keys: town.keys, log: openLog('silent'), dataFolder: town.dataFolder, push: push() })
})
afterAll(async () => {
  await app.close()
  service.close()
  await listener.destroy()
  await town.stop()
})
beforeEach(async () => {
  await town.owner.query('truncate notice, push_subscription')
  letters.length = 0
  answers = []
  town.clock.set('2026-05-20T10:00:00+08:00')
})

const push = () => ({ contact: 'mailto:it@example.org', services: [origin] })
type Who = Town['workers']['east']
const ask = async (who: Who, method: 'GET' | 'PUT' | 'DELETE', body?: object) => {
  const answer = await app.inject({ method, url: '/api/v1/notices/push', headers: await town.as(who), ...(body && { payload: body }) })
  return { status: answer.statusCode, body: JSON.parse(answer.body) }
}
const subscribe = (who: Who, change: object = {}) => ask(who, 'PUT', { endpoint: `${origin}/${randomUUID()}`, keys, quietFrom: 21, quietUntil: 8, ...change })
const notice = (who: Who, kind = 'need-handed') =>
  town.owner.query('insert into notice (id, cell, place, post, kind, about, event_id, made_at) select gen_random_uuid(), cell, place, id, $2, gen_random_uuid(), floor(random() * 1e9), $3 from post where id = $1', [who.post, kind, town.clock.now()])
const minutes = (number: number) => town.clock.set(new Date(town.clock.now().getTime() + number * 60_000).toISOString())
const send = () => sendPushes({ database: listener, clock: town.clock, keys: town.keys, log: openLog('silent'), push: push() })
const read = (letter: (typeof letters)[number]) => JSON.parse(ece.decrypt(letter.body, { version: 'aes128gcm', privateKey: browser, dh: keys.p256dh, authSecret: auth.toString('base64url') }).toString())

test('whoever asked is told how many, and nothing else; several within ten minutes are one', async () => {
  const { east, west } = town.workers
  expect((await subscribe(east)).status).toBe(200)
  for (let n = 0; n < 3; n++) { minutes(1); await notice(east) }
  await notice(west)
  minutes(10)
  expect(await send()).toBe(1)
  expect(read(letters[0]!)).toEqual({ title: '五联', body: '有 3 条新通知', urgent: false })
  expect(letters[0]!.headers).toMatchObject({ 'content-encoding': 'aes128gcm', ttl: '28800', urgency: 'normal', topic: 'wulian', authorization: expect.stringMatching(/^vapid t=/) })
  // Told once: nothing new, nothing sent; something new waits for its ten minutes.
  expect(await send()).toBe(0)
  minutes(1)
  await notice(east)
  expect(await send()).toBe(0)
  minutes(10)
  expect(await send()).toBe(1)
  expect(read(letters[1]!)).toMatchObject({ body: '有 1 条新通知' })
})

test('in quiet hours only what cannot wait is told; the rest in the morning; what was read meanwhile not at all', async () => {
  const { head } = town.workers
  await subscribe(head)
  town.clock.set('2026-05-20T22:30:00+08:00')
  await notice(head)
  await notice(head, 'clock-urgent')
  minutes(1)
  expect(await send()).toBe(1)
  expect(read(letters[0]!)).toEqual({ title: '五联', body: '有不能等的事，请马上看', urgent: true })
  expect(letters[0]!.headers).toMatchObject({ urgency: 'high' })
  expect(await send()).toBe(0)
  await notice(head)
  town.clock.set('2026-05-21T07:59:00+08:00')
  expect(await send()).toBe(0)
  await town.owner.query(`update notice set read_at = now() where id = (select id from notice where kind = 'need-handed' limit 1)`)
  town.clock.set('2026-05-21T08:00:00+08:00')
  expect(await send()).toBe(1)
  expect(read(letters[1]!)).toMatchObject({ body: '有 1 条新通知', urgent: false })
})

test('a browser that is gone is forgotten, one that is not reached is tried ever more seldom, and no redirect is followed', async () => {
  const { east } = town.workers
  await subscribe(east)
  minutes(1)
  await notice(east)
  minutes(11)
  answers = [500, 302, 410]
  for (const _ of [1, 2, 3]) { await send(); minutes(1) }
  expect(letters).toHaveLength(2)
  expect(letters.map(({ path }) => path)).not.toContain('/elsewhere')
  await send()
  expect([letters.length, (await town.owner.query('select 1 from push_subscription')).rowCount]).toEqual([3, 0])
})

test('it is told to the session that asked, until that is ended, and to one person at a browser', async () => {
  const { east, head } = town.workers
  const endpoint = `${origin}/shared`
  await subscribe(east, { endpoint })
  expect((await ask(east, 'GET')).body).toEqual({ key: expect.stringMatching(/^[\w-]{87}$/), own: { quietFrom: 21, quietUntil: 8 } })
  expect((await ask(head, 'GET')).body.own).toBeNull()
  await subscribe(head, { endpoint })
  expect((await ask(east, 'GET')).body.own).toBeNull()
  minutes(1)
  await notice(east)
  await notice(head)
  minutes(11)
  expect(await send()).toBe(1)
  await notice(head)
  minutes(11)
  await town.owner.query('update session set ended_at = $2 where account = $1', [head.account, town.clock.now()])
  expect([await send(), (await town.owner.query('select 1 from push_subscription')).rowCount]).toEqual([0, 0])
  await town.owner.query('update session set ended_at = null where account = $1', [head.account])
})

test('an address is sealed, and one that is no push service is refused', async () => {
  const { east } = town.workers
  await subscribe(east)
  const { rows } = await town.owner.query('select to_jsonb(s)::text as text from push_subscription s')
  expect(rows[0].text).not.toContain(Buffer.from(origin).toString('hex'))
  for (const endpoint of ['https://127.0.0.1/x', 'https://fcm.googleapis.com.evil.example/x', 'http://fcm.googleapis.com/x', 'https://fcm.googleapis.com:8443/x', 'https://u:p@fcm.googleapis.com/x', 'file:///etc/passwd']) {
    const answer = await subscribe(east, { endpoint })
    expect([422, 400], endpoint).toContain(answer.status)
    expect(isPushService(endpoint, { services: [] }), endpoint).toBe(false)
  }
  for (const endpoint of ['https://fcm.googleapis.com/fcm/send/a', 'https://updates.push.services.mozilla.com/wpush/v2/a', 'https://wns2-sg2p.notify.windows.com/w/?token=a', 'https://web.push.apple.com/a']) expect(isPushService(endpoint, { services: [] }), endpoint).toBe(true)
  for (const change of [{ quietFrom: 24 }, { keys: { p256dh: 'short', auth: keys.auth } }, { more: 1 }]) expect((await subscribe(east, change)).status).toBe(400)
})

test('without a contact nothing is offered, kept or sent', async () => {
  const { east } = town.workers
  expect((await town.ask(east, 'GET', '/notices/push')).body).toEqual({ key: null, own: null })
  expect((await town.ask(east, 'PUT', '/notices/push', { endpoint: `${origin}/a`, keys, quietFrom: 21, quietUntil: 8 })).body.code).toBe('push.off')
  await subscribe(east)
  await notice(east)
  minutes(11)
  expect(await sendPushes({ database: listener, clock: town.clock, keys: town.keys, log: openLog('silent'), push: { contact: undefined, services: [] } })).toBe(0)
  expect(letters).toEqual([])
})
