import { Writable } from 'node:stream'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildApp } from '#server/app.ts'
import { readConfig } from '#server/platform/config.ts'
import { openDatabase } from '#server/platform/database/index.ts'
import { startTown, type Town } from '#tests/support/town.ts'

let town: Town
const lines: any[] = []
let watched: Awaited<ReturnType<typeof buildApp>>
const TOKEN = 'a-token-of-the-collector-0001'
beforeAll(async () => {
  town = await startTown()
  const log = pino({ level: 'info', base: null }, new Writable({ write: (chunk, _, done) => { lines.push(JSON.parse(String(chunk))); done() } }))
  watched = await buildApp({ database: town.database, clock: town.clock, keys: town.keys, log: log as never, dataFolder: town.dataFolder, metricsToken: TOKEN })
})
afterAll(async () => {
  await watched.close()
  await town.stop()
})

test('the process says it is there, and that it can serve', async () => {
  expect((await town.app.inject('/healthz')).json()).toEqual({ status: 'ok' })
  const ready = await town.app.inject('/readyz')
  expect([ready.statusCode, ready.json()]).toEqual([200, { status: 'ready' }])
})

test('a server whose database is behind, or gone, does not say it is ready', async () => {
  await town.owner.query(`update app_migrations.migration set name = '9999_later' where name = (select max(name) from app_migrations.migration)`)
  const behind = await town.app.inject('/readyz')
  await town.owner.query(`update app_migrations.migration set name = $1 where name = '9999_later'`, [(await import('node:fs')).readdirSync('database/migrations').sort().at(-1)!.replace('.sql', '')])
  expect([behind.statusCode, behind.json()]).toEqual([503, { status: 'migrations-differ' }])
  const nowhere = openDatabase({ url: 'postgres://nobody:none@localhost:1/none', poolSize: 1 })
  const lost = await buildApp({ database: nowhere, clock: town.clock, keys: town.keys, log: pino({ level: 'silent' }) as never, dataFolder: town.dataFolder })
  const answer = await lost.inject('/readyz')
  await lost.close()
  await nowhere.destroy()
  expect([answer.statusCode, answer.json()]).toEqual([503, { status: 'no-database' }])
  expect((await town.app.inject('/readyz')).statusCode).toBe(200)
})

test('figures of the server are for this machine, or for who has the token; a proxy’s visitors get nothing', async () => {
  const from = async (remoteAddress: string, headers = {}) => (await watched.inject({ url: '/metrics', remoteAddress, headers })).statusCode
  expect(await from('127.0.0.1')).toBe(200)
  expect(await from('127.0.0.1', { 'x-forwarded-for': '203.0.113.5' })).toBe(404)
  expect(await from('203.0.113.5')).toBe(404)
  expect(await from('203.0.113.5', { authorization: 'Bearer wrong' })).toBe(404)
  expect(await from('203.0.113.5', { authorization: `Bearer ${TOKEN}` })).toBe(200)
})

test('neither the figures nor the log hold an id, an address or a query of a request', async () => {
  const secret = '3f2b8c1e-aaaa-4bbb-8ccc-1234567890ab'
  const headers = await town.as(town.workers.east)
  await watched.inject({ url: `/api/v1/files/${secret}?size=small`, headers })
  await watched.inject({ url: `/no/such/510421194403080002?name=${encodeURIComponent('王秀英')}`, headers })
  const { body } = await watched.inject('/metrics')
  expect(body).toMatch(/wulian_http_seconds_count\{method="GET",route="\/api\/v1\/files\/:id",status="404"\} 1/)
  expect(body).toMatch(/wulian_waiting\{what="events_stuck"\} 0/)
  const told = JSON.stringify(lines) + body
  for (const word of [secret, '510421194403080002', '王秀英', encodeURIComponent('王秀英'), 'size=small', town.workers.east.account, '203.0.113']) expect(told, word).not.toContain(word)
  expect(lines.find(({ route, status }) => route === '/api/v1/files/:id' && status === 404)).toMatchObject({ msg: 'answered', method: 'GET', ms: expect.any(Number), reqId: expect.any(String) })
})

test('a wrong setting is named', () => {
  expect(() => readConfig({ WULIAN_METRICS_TOKEN: 'short' })).toThrow(/WULIAN_METRICS_TOKEN/)
})
