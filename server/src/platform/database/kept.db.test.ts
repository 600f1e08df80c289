import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { PLACES, startTown, type Town } from '#tests/support/town.ts'
import { hashOfToken } from '../http/index.ts'
import { asActor, kept, keptIfLed, openDatabase, type Database } from './index.ts'

let town: Town
let database: Database
beforeAll(async () => {
  town = await startTown()
  database = openDatabase({ url: town.appUrl, poolSize: 1 })
})
afterAll(async () => {
  await database.destroy()
  await town.stop()
})

const preparedHere = async () => (await sql<{ statement: string; generic_plans: number }>`select statement, generic_plans from pg_prepared_statements`.execute(database)).rows
  .map(({ statement, generic_plans: n }) => [statement, Number(n) > 0])

test('what is marked is prepared once on a connection and soon has one plan; what is not, never', async () => {
  for (let n = 0; n < 12; n++) {
    expect((await sql<{ n: number }>`${kept}select ${n}::int4 + 1 as n`.execute(database)).rows).toEqual([{ n: n + 1 }])
    await sql`select ${n}::int4 + 2`.execute(database)
  }
  expect(await preparedHere()).toEqual([['/*kept*/select $1::int4 + 1 as n', true]])
})

test('a kept statement that failed is asked again as if nothing had been', async () => {
  const divide = (by: number) => sql<{ n: number }>`${kept}select 6 / ${by}::int4 as n`.execute(database)
  await expect(divide(0)).rejects.toThrow('division by zero')
  expect((await divide(2)).rows).toEqual([{ n: 3 }])
})

test('one thing leads a list, or it is planned anew each time', () => {
  const how = (filter: object) => keptIfLed(filter, { by: ['station'], beside: ['limit'] }) === kept
  expect([how({ station: 'a', limit: 20 }), how({ station: 'a', tag: undefined }), how({ limit: 20 }), how({ station: 'a', tag: 'x' }), how({ place: 1 })]).toEqual([true, true, false, false, false])
})

test('two posts that use the same kept list on one connection each read their own people', async () => {
  const { stations: { east, west }, workers } = town
  for (const [station, village, name] of [[east, PLACES.eastVillage, '东一'], [west, PLACES.west, '西一']] as const) await town.addFile(station, village, { name })
  const seenBy = async (who: typeof workers.east) => {
    const token = hashOfToken((await town.as(who)).cookie.split('=')[1]!)
    return asActor(database, { token, post: who.post, at: town.clock.now(), today: town.clock.today() }, (found) => found as never,
      async (tx) => (await sql<{ name: string }>`${kept}select name from resident_file order by name`.execute(tx)).rows.map(({ name }) => name))
  }
  for (let n = 0; n < 8; n++) expect([await seenBy(workers.east), await seenBy(workers.west)]).toEqual([['东一'], ['西一']])
  expect(await preparedHere()).toContainEqual(['/*kept*/select name from resident_file order by name', true])
})
