import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { Client } from 'pg'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { asJobOf, openDatabase, type Database } from '#server/platform/database/index.ts'
import { openLog } from '#server/platform/log.ts'
import { announce, deliverDue, startDelivery, type Delivered, type DeliveryParts, type DurableListener } from '#server/platform/outbox.ts'
import { untilQuiet } from '#tests/support/quiet.ts'
import { startTown, type Town } from '#tests/support/town.ts'

let town: Town
let listener: Database
beforeAll(async () => {
  town = await startTown()
  listener = openDatabase({ url: town.listenerUrl, poolSize: 6 })
  // A listener's own table, as a module would have one.
  await town.owner.query(`create table heard (listener text, event_id int8, subject uuid, n int4, at timestamptz default clock_timestamp(), seq serial);
    grant select, insert on heard to wulian_listener; grant usage on sequence heard_seq_seq to wulian_listener`)
})
afterAll(async () => {
  await listener.destroy()
  await town.stop()
})
afterEach(() => town.owner.query('truncate outbox, outbox_delivery, heard'))

const hear = (name: string, before: (event: Delivered) => void | Promise<void> = () => {}, after: (event: Delivered) => void = () => {}): DurableListener => ({
  name, events: ['thing.changed'],
  async handle({ tx }, event) {
    await before(event)
    await sql`insert into heard (listener, event_id, subject, n) values (${name}, ${event.id}, ${event.subject}, ${event.payload['n']})`.execute(tx)
    after(event)
  },
})
const parts = (...listeners: DurableListener[]) => ({ database: listener, clock: town.clock, keys: town.keys, log: openLog('silent'), listeners })
const tell = (subject: string, n: number, event = 'thing.changed') =>
  asJobOf(town.database, { ...town.workers.east, today: town.clock.today() }, (tx) => announce(tx, { event, subject, cell: 510421, place: town.workers.east.place, payload: { n } }))
const heard = async (name: string) => (await town.owner.query('select subject, n from heard where listener = $1 order by seq', [name])).rows as { subject: string; n: number }[]
const deliver = async (what: DeliveryParts) => {
  await untilQuiet(town.owner)
  return deliverDue(what)
}
const later = (seconds: number) => town.clock.set(new Date(town.clock.now().getTime() + seconds * 1000).toISOString())

test('each listener gets each event once, with who caused it, and events it does not follow not at all', async () => {
  const subject = randomUUID()
  const seen: Delivered[] = []
  await tell(subject, 1)
  await tell(subject, 2, 'thing.forgotten')
  const two = parts(hear('first', (event) => { seen.push(event) }), hear('second'))
  expect(await deliver(two)).toEqual({ handled: 2, failed: 0 })
  expect(await deliver(two)).toEqual({ handled: 0, failed: 0 })
  expect(await heard('first')).toEqual([{ subject, n: 1 }])
  expect(await heard('second')).toEqual([{ subject, n: 1 }])
  expect(seen[0]).toMatchObject({ account: town.workers.east.account, post: town.workers.east.post, event: 'thing.changed' })
})

test('who starts to listen later hears of what happens from then on', async () => {
  const subject = randomUUID()
  await tell(subject, 1)
  await deliver(parts())
  await tell(subject, 2)
  await deliver(parts(hear('late')))
  expect(await heard('late')).toEqual([{ subject, n: 2 }])
})

test('an event of a transaction that is undone is never heard of', async () => {
  await expect(asJobOf(town.database, { ...town.workers.east, today: town.clock.today() }, async (tx) => {
    await announce(tx, { event: 'thing.changed', subject: randomUUID(), cell: 510421, place: 510421100000, payload: { n: 1 } })
    throw new Error('undone')
  })).rejects.toThrow('undone')
  await deliver(parts(hear('first')))
  expect(await heard('first')).toEqual([])
})

test('a listener that breaks off after its writes has written nothing, holds up only its own subject, and has it once in the end', async () => {
  const [ill, well] = [randomUUID(), randomUUID()]
  await tell(ill, 1)
  await tell(ill, 2)
  await tell(well, 3)
  let broken = true
  const one = parts(hear('first', undefined, ({ subject }) => { if (broken && subject === ill) throw new Error('after the write') }))
  expect(await deliver(one)).toEqual({ handled: 1, failed: 1 })
  expect(await heard('first')).toEqual([{ subject: well, n: 3 }])
  broken = false
  expect(await deliver(one)).toEqual({ handled: 0, failed: 0 })
  later(2)
  expect(await deliver(one)).toEqual({ handled: 2, failed: 0 })
  expect(await heard('first')).toEqual([{ subject: well, n: 3 }, { subject: ill, n: 1 }, { subject: ill, n: 2 }])
})

test('a deliverer killed between taking an event and finishing it loses nothing and does nothing twice', async () => {
  const subject = randomUUID()
  await tell(subject, 1)
  const doomed = openDatabase({ url: town.listenerUrl, poolSize: 1 })
  await untilQuiet(town.owner)
  const killed = deliverDue({ ...parts(hear('first', undefined, () => {})), database: doomed, listeners: [{
    name: 'first', events: ['thing.changed'],
    async handle({ tx }, event) {
      await sql`insert into heard (listener, event_id, subject, n) values ('first', ${event.id}, ${event.subject}, 99)`.execute(tx)
      const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx)
      await town.owner.query('select pg_terminate_backend($1)', [rows[0]!.pid])
      await sql`select 1`.execute(tx)
    },
  }] }).catch(() => undefined)
  await killed
  await doomed.destroy()
  expect(await heard('first')).toEqual([])
  later(10)
  await deliver(parts(hear('first')))
  expect(await heard('first')).toEqual([{ subject, n: 1 }])
})

test('a transaction held open across three rounds delays later events, and none is lost, doubled or out of turn', async () => {
  const subject = randomUUID()
  const slow = new Client({ connectionString: town.ownerUrl })
  await slow.connect()
  await slow.query('begin')
  await slow.query(`select app.announce('thing.changed', $1, 510421, 510421100000, '{"n": 1}')`, [subject])
  const one = parts(hear('first'))
  const early: unknown[] = []
  for (const n of [2, 3, 4]) {
    await tell(subject, n)
    await deliverDue(one)
    early.push(...(await heard('first')))
  }
  await slow.query('commit')
  await slow.end()
  expect(early).toEqual([])
  await deliver(one)
  expect((await heard('first')).map(({ n }) => n)).toEqual([1, 2, 3, 4])
})

test('with many writers and three deliverers at once, each subject is heard once and in its order', async () => {
  const subjects = Array.from({ length: 6 }, () => randomUUID())
  const flaky = (name: string) => hear(name, undefined, () => { if (Math.random() < 0.1) throw new Error('now and then') })
  const deliverers = [1, 2, 3].map(() => startDelivery({ ...parts(flaky('first'), flaky('second')), clock: { ...town.clock, now: () => new Date() } }, 20))
  await Promise.all(subjects.map(async (subject) => { for (let n = 1; n <= 15; n++) await tell(subject, n) }))
  for (let i = 0; i < 300; i++) {
    const { rows } = await town.owner.query(`select (select count(*) from outbox where not spread)::int + (select count(*) from outbox_delivery where done_at is null)::int as n`)
    if (rows[0].n === 0) break
    await new Promise((go) => setTimeout(go, 100))
  }
  await Promise.all(deliverers.map((deliverer) => deliverer.stop()))
  for (const name of ['first', 'second']) {
    const all = await heard(name)
    for (const subject of subjects) expect(all.filter((one) => one.subject === subject).map(({ n }) => n)).toEqual(Array.from({ length: 15 }, (_, i) => i + 1))
  }
})

test('an event that fails again and again is shown to the administrator, without what the error said', async () => {
  await tell(randomUUID(), 1)
  const failing = parts(hear('first', () => { throw new TypeError('王秀英') }))
  for (let i = 0; i < 5; i++) { await deliver(failing); later(4000) }
  const { status, body } = await town.ask(town.workers.administrator, 'GET', '/platform/stuck')
  expect([status, body.rows]).toEqual([200, [expect.objectContaining({ kind: 'event', what: 'first ← thing.changed', attempts: 5, error: 'TypeError' })]])
  expect((await town.ask(town.workers.head, 'GET', '/platform/stuck')).status).toBe(403)
})
