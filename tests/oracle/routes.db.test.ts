import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { decide } from './decide.ts'
import { exportAs } from './exports.ts'
import { breakDatabase, broken, DATABASE_FAULTS, mend, SAYING_FAULTS, SERVICE_FAULTS } from './faults.ts'
import { serviceOver, type Service } from './layers.ts'
import { buildRouteWorld } from './route-rows.ts'
import { BIRD, type RouteWorld } from './route-world.ts'
import { ROUTES } from './routes.ts'
import { MAKING, takeIds } from './taken.ts'
import { forgeWrites, rightfulWrites } from './writes.ts'

// The service's own look and its masks, which can be broken on purpose while everything else stays as it is.
vi.mock('#server/platform/database/second-look.ts', async (original) => {
  const real = await original<typeof import('#server/platform/database/second-look.ts')>()
  const { sql } = await import('kysely')
  const all = sql<boolean>`true`
  // Every look is given away alike, whether it leads to its rows or only checks them.
  const people = (look: typeof real.peopleInReach, without: typeof real.networkInReach) => (actor: any, alias: string) => broken.people?.includes(alias) ? all
    : broken.protection ? without(actor, alias) : look({ ...actor, ...(broken.wide && { reach: [0, 999_999_999_999] }), ...(broken.adults && { children: undefined }) }, alias)
  const unless = (isBroken: (alias: string) => boolean | undefined, look: typeof real.networkInReach) => (actor: any, alias: string) => isBroken(alias) ? all : look(actor, alias)
  const [network, accounts] = [(alias: string) => broken.network?.includes(alias), () => broken.accounts]
  return {
    ...real,
    peopleInReach: people(real.peopleInReach, real.networkInReach), peopleByReach: people(real.peopleByReach, real.networkByReach),
    networkInReach: unless(network, real.networkInReach), networkByReach: unless(network, real.networkByReach),
    accountInReach: unless(accounts, real.accountInReach), accountByReach: unless(accounts, real.accountByReach),
  }
})
vi.mock('#server/modules/residents/rules/masks.ts', async (original) => {
  const real = await original<typeof import('#server/modules/residents/rules/masks.ts')>()
  return { ...real, maskName: (name: string) => (broken.masks ? name : real.maskName(name)) }
})

const seed = Number(process.env.ORACLE_SEED ?? Math.floor(Math.random() * 1e9))
const atLeast = Number(process.env.ORACLE_DECISIONS ?? 5000)
const hint = `ORACLE_SEED=${seed}`
let world: RouteWorld
const services = {} as Record<'both' | 'service' | 'database', Service>
beforeAll(async () => {
  console.info(hint)
  world = await buildRouteWorld(seed)
  for (const mode of ['both', 'service', 'database'] as const) services[mode] = await serviceOver(world.town, mode)
})
afterAll(async () => {
  for (const service of Object.values(services)) await service.stop()
  await world?.town.stop()
})
afterEach(mend)

test('every route stands in the oracle, with the roles that may call it, and every line of the oracle is a route', () => {
  const there = services.both.app.routeList.map(({ method, url, access }) => [`${method} ${url.replace('/api/v1', '')}`, [access.who].flat().sort().join(' ')])
  expect(Object.fromEntries(there)).toEqual(Object.fromEntries(Object.entries(ROUTES).map(([key, { who }]) => [key, [who].flat().sort().join(' ')])))
})

describe.each(['both', 'service', 'database'] as const)('with %s', (mode) => {
  test('each post reads its reach, its circles and no row or word besides', { timeout: 900_000 }, async () => {
    const { decisions, wrong } = await decide(world, services[mode], { seed, atLeast })
    console.info(`${mode}: ${decisions} decisions`)
    expect(wrong, hint).toEqual([])
    expect(decisions).toBeGreaterThanOrEqual(Math.min(atLeast, 5000))
  })
})

describe('the oracle notices', () => {
  test.each(SAYING_FAULTS)('%s', async (_, through, only) => {
    expect((await decide(world, services.both, { seed, only, through })).wrong.length).toBeGreaterThan(0)
  })
  test.each(SERVICE_FAULTS)('%s, with row security off', async (_, fault, only) => {
    fault()
    expect((await decide(world, services.service, { seed, only })).wrong.length).toBeGreaterThan(0)
  })
  test.each(DATABASE_FAULTS.map((fault) => [fault.name, fault] as const))('%s, with the checks of the service off', async (_, fault) => {
    const undo = await breakDatabase(world.town.owner, fault)
    try {
      expect((await decide(world, services.database, { seed, only: fault.on })).wrong.length).toBeGreaterThan(0)
    } finally {
      await undo()
    }
  })
})

// Before the rightful writes: they use up what these need.
test.each(['both', 'service'] as const)('an id that somebody out of sight has is no key to anything: a new thing under it is refused like any other, with %s', { timeout: 300_000 }, async (mode) => {
  const { tried, met, wrong } = await takeIds(world, services[mode])
  expect(wrong, hint).toEqual([])
  expect(tried).toBeGreaterThan(200)
  // Organisations are everybody's to read, a parameter of an office's own place needs no stranger, one county draws samples, and an event is given out by whom it reaches.
  const apart = ['organisations', 'parameters', 'spot-checks', 'emergency', 'emergency/marks'].map((one) => `PUT /${one}/:id`)
  // What comes through a public door is kept under ids of the server's own making.
  apart.push('PUT /public/doors/:token/answers/:id')
  if (mode === 'both') expect(MAKING.filter((key) => !met.has(key) && !apart.includes(key))).toEqual([])
})

test.each(['both', 'service'] as const)('a write that names somebody out of reach is refused and leaves nothing, with %s', { timeout: 300_000 }, async (mode) => {
  const { tried, wrong } = await forgeWrites(world, services[mode], Math.ceil(atLeast / 20_000))
  expect(wrong, hint).toEqual([])
  expect(tried).toBeGreaterThan(150)
})

test.each(['both', 'service'] as const)('a list that goes out as a file holds no more than the list, with %s', { timeout: 120_000 }, async (mode) => {
  const { made, wrong } = await exportAs(world, services[mode], 8)
  expect(wrong, hint).toEqual([])
  expect(made).toBeGreaterThan(2)
})

test('the same writes succeed for a rightful hand', { timeout: 300_000 }, async () => {
  const { done, wrong } = await rightfulWrites(world, services.both)
  expect(wrong, hint).toEqual([])
  expect(done).toBeGreaterThan(30)
})

test('no name, word, number or title of all this stands in a log, an event, a job or a trace', async () => {
  const birds = (text: string) => [...(text.match(BIRD) ?? []), ...(text.match(/1380000\d{4}/g) ?? []), ...(text.match(/\d{6}19\d{9}[\dX]/g) ?? [])]
  for (const { said } of Object.values(services)) {
    expect(said.length).toBeGreaterThan(100)
    expect(said.flatMap(birds)).toEqual([])
  }
  const kept = await world.town.owner.query(`select to_jsonb(o)::text as text from outbox o union all select to_jsonb(a)::text from audit_leaf a union all select to_jsonb(j)::text from graphile_worker._private_jobs j`)
  expect(kept.rows.length).toBeGreaterThan(100)
  expect(kept.rows.flatMap(({ text }) => birds(text.replace(/\\\\x[0-9a-f]+/g, '')))).toEqual([])
})
