import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { send, sees } from './judge.ts'
import { anything, fitting, HEADERS, NASTY } from './hostile.ts'
import { serviceOver, type Service } from './layers.ts'
import { buildRouteWorld } from './route-rows.ts'
import { BIRD, type RoutePost, type RouteWorld } from './route-world.ts'

const seed = Number(process.env.ORACLE_SEED ?? Math.floor(Math.random() * 1e9))
const runs = Number(process.env.ORACLE_HOSTILE ?? 12)
let world: RouteWorld
let service: Service
beforeAll(async () => {
  world = await buildRouteWorld(seed)
  service = await serviceOver(world.town, 'both')
})
afterAll(async () => {
  await service.stop()
  await world?.town.stop()
})

/** Posts that may call the most, at different places; asked in turn. */
const askers = () => ['station_head', 'general_supervisor', 'county_bureau', 'administrator', 'auditor', 'village_cadre', 'agency_manager', 'city_bureau']
  .map((role) => world.posts.filter((post) => post.role === role && post.inForce)).flatMap((posts) => [posts[0]!, world.dice.pick(posts)])

const CHINESE = /[一-龥]/
/** A refusal says what and why in Chinese and nothing else; nothing breaks. */
function judge(what: string, { status, text, type }: Awaited<ReturnType<typeof send>>): string[] {
  if (status < 400) return []
  // Two hands at one row: the only honest 503 here.
  if (status >= 500 && status !== 503) return [`${what}: ${status} ${text.slice(0, 120)}`]
  if (/\bat .*\.ts:|node_modules|\/work\/|SELECT |select .* from |ZodError|syntax error/.test(text)) return [`${what}: tells of itself ${text.slice(0, 200)}`]
  if (!type.startsWith('application/json')) return [`${what}: ${status} as ${type}`]
  const body = JSON.parse(text)
  return typeof body.code === 'string' && typeof body.sentence === 'string' && CHINESE.test(body.sentence) ? [] : [`${what}: ${text.slice(0, 160)}`]
}

const schemaOf = (schema: unknown): object => { try { return z.toJSONSchema(schema as z.ZodType, { io: 'input', unrepresentable: 'any' }) } catch { return {} } }
const fill = (url: string, ids: readonly string[], dice: () => number) => url.replace('/api/v1', '').replace(/:(\w+)/g, (_, name: string) => {
  if (dice() < 0.12) return encodeURIComponent(NASTY[Math.floor(dice() * NASTY.length)]!.slice(0, 90).replace(/[\ud800-\udfff]/g, '?')) || 'x'
  if (name === 'month') return '2026-04'
  if (name === 'code') return '510421100000'
  if (name === 'kind') return 'problem'
  if (name === 'key') return ['t1', 't2', 't6', 't7', 't13', 't15'][Math.floor(dice() * 6)]!
  if (name === 'list') return 'visit-mode'
  if (name === 'item') return 'sign.plate'
  return ids[Math.floor(dice() * ids.length)]!
})

test('whatever is sent to whichever route, as whomever: a plain refusal or an answer, and nothing of others in it', { timeout: 900_000 }, async () => {
  console.info(`ORACLE_SEED=${seed}`)
  const posts = askers()
  const ids = [...world.rows.filter((_, n) => n % 7 === 0).map((row) => row.id), ...Object.values(world.town.stations).map(({ id }) => id), randomUUID()]
  const wrong: string[] = []
  let asked = 0
  for (const { method, url, schema } of service.app.routeList as { method: string; url: string; schema?: { body?: unknown; querystring?: unknown } }[]) {
    if (/\/session|\/me\/(sessions|devices|code-card|totp)/.test(url)) continue
    const bodies = schema?.body ? fc.sample(fc.oneof({ weight: 5, arbitrary: fitting(schemaOf(schema.body), ids) }, { weight: 1, arbitrary: anything }), { numRuns: runs, seed }) : Array.from({ length: Math.ceil(runs / 2) })
    const queries = schema?.querystring ? fc.sample(fitting(schemaOf(schema.querystring), ids), { numRuns: runs, seed }) : []
    for (const [n, body] of bodies.entries()) {
      const post = posts[(asked + n) % posts.length] as RoutePost
      const query = queries[n] && typeof queries[n] === 'object' ? `?${new URLSearchParams(Object.entries(queries[n] as object).map(([key, value]) => [key, (typeof value === 'object' ? JSON.stringify(value) : String(value)).toWellFormed()])).toString().slice(0, 2000)}` : ''
      const path = `${fill(url, ids, world.dice.next)}${query}`
      const headers = world.dice.pick(HEADERS)
      const answer = await send(service.app, post, method, { url: path, headers: { 'content-type': 'application/json', ...headers }, ...(body !== undefined && method !== 'GET' && { payload: Buffer.from(JSON.stringify(body) ?? 'null') }) })
      asked++
      const what = `${method} ${path} as ${post.role} ${JSON.stringify(headers)} ${JSON.stringify(body)?.slice(0, 300)}`
      wrong.push(...judge(what, answer))
      for (const [word] of answer.text.matchAll(BIRD)) {
        const known = world.betrays.get(word)
        if (known && known.row.kind === 'people' && !sees(world, post, known.row, world.circle.filter((one) => one.post === post.post).map((one) => one.dossier)) && !JSON.stringify(body ?? '').includes(word)) wrong.push(`${what}: tells ${known.row.table} ${word}`)
      }
    }
  }
  console.info(`${asked} hostile requests`)
  expect([...new Map(wrong.map((one) => [one.split(' ').slice(0, 2).join(' ').replace(/[0-9a-f-]{36}/g, ':id').split('?')[0], one])).values()]).toEqual([])
})

test('broken JSON, a body where none belongs and methods that are not there are refused in words', async () => {
  const [post] = askers() as [RoutePost]
  const wrong: string[] = []
  for (const payload of ['{', '[', 'null', '"', '{"a":1,}', '\u0000', '{"__proto__":{"x":1}}', '{"constructor":{"prototype":{"x":1}}}', '9'.repeat(100_000), `${'['.repeat(20_000)}${']'.repeat(20_000)}`, JSON.stringify({ words: 'x'.repeat(1_100_000) })]) {
    wrong.push(...judge(`body ${payload.slice(0, 30)}`, await send(service.app, post, 'POST', { url: '/residents/search', headers: { 'content-type': 'application/json' }, payload: Buffer.from(payload) })))
  }
  for (const { url } of service.app.routeList) {
    for (const method of ['PATCH', 'TRACE', 'OPTIONS', 'DELETE', 'PUT', 'POST', 'GET']) {
      if (service.app.routeList.some((one) => one.method === method && one.url === url)) continue
      const answer = await send(service.app, post, method, { url: fill(url, [randomUUID()], () => 0.5) })
      // A fixed word in place of an id belongs to the route with the id.
      if (![400, 403, 404, 405, 415, 422].includes(answer.status)) wrong.push(`${method} ${url}: ${answer.status}`)
      else wrong.push(...judge(`${method} ${url}`, answer))
    }
  }
  expect(wrong).toEqual([])
})

test('the post of somebody else in the header opens nothing', async () => {
  const [mine] = askers() as [RoutePost]
  for (const other of world.posts.filter((post) => post.account !== mine.account)) {
    const answer = await send(service.app, { ...mine, headers: { ...mine.headers, 'x-wulian-post': other.id } }, 'POST', { url: '/residents/list', body: {} })
    expect([answer.status, JSON.parse(answer.text).code]).toEqual([403, 'post.not-held'])
  }
})

test('nothing of what was sent or found stands in the log', () => {
  expect(service.said.flatMap((line) => [...(line.match(BIRD) ?? [])])).toEqual([])
  expect(service.said.filter((line) => /drop table|evil\.example|1380000\d{4}/.test(line))).toEqual([])
})
