import fc from 'fast-check'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDatabase, type Database } from '#server/platform/database/index.ts'
import { openLog } from '#server/platform/log.ts'
import { startJobs } from '#server/platform/jobs/index.ts'
import { startTown, type Town } from '#tests/support/town.ts'
import { CRONTAB, tasksOf } from './tasks.ts'

let town: Town
let listener: Database
beforeAll(async () => {
  town = await startTown()
  listener = openDatabase({ url: town.listenerUrl, poolSize: 4 })
})
afterAll(async () => {
  await listener.destroy()
  await town.stop()
})

const connected = async () => {
  const client = new Client({ connectionString: town.ownerUrl })
  await client.connect()
  return client
}
const ADD = `insert into tally_tail (cell, place, served_place, day, measure, mode, item, tag, worker, contract, n, heads, households, minutes)
  values (510421, 510421100000, 510421100201, '2026-05-01'::date + $1::int, 'visit', 'home', '', '', null, null, $2::int, 1, 1, 10)`
const READ = `select (select coalesce(sum(n), 0) from tally_day where measure = 'visit')::int + (select coalesce(sum(n), 0) from tally_tail where measure = 'visit')::int as n`
const read = async (client: Client): Promise<number> => (await client.query(READ)).rows[0].n

test('while people write, figures are merged and read at once, every reading is a number of facts that were written, and the end is exact', async () => {
  const clients = await Promise.all(Array.from({ length: 8 }, connected))
  const [reader1, reader2, merger1, merger2, ...writers] = clients as [Client, Client, Client, Client, ...Client[]]
  const scripts = fc.array(fc.array(fc.record({ day: fc.nat(2), n: fc.constantFrom(1, 1, 1, 2, -1), undone: fc.boolean(), split: fc.boolean() }), { minLength: 3, maxLength: 12 }), { minLength: 4, maxLength: 4 })
  await fc.assert(fc.asyncProperty(scripts, async (plans) => {
    await reader1.query('truncate tally_tail, tally_day')
    // What is surely committed, and what may be: a reading lies between the sure part of before and the possible part of after.
    const low = { up: 0, down: 0 }
    const high = { up: 0, down: 0 }
    const count = (at: typeof low, n: number) => { if (n > 0) at.up += n; else at.down += n }
    let writing = true
    const write = async (client: Client, plan: (typeof plans)[number]) => {
      for (const { day, n, undone, split } of plan) {
        await client.query('begin')
        await client.query(ADD, [day, n])
        if (split) await client.query('select pg_sleep(0.002)')
        if (!undone) count(high, n)
        await client.query(undone ? 'rollback' : 'commit')
        if (!undone) count(low, n)
      }
    }
    const merge = async (client: Client) => { while (writing) await client.query('select app.merge_tally(3)') }
    const watch = async (client: Client) => {
      while (writing) {
        const sure = { ...low }
        const seen = await read(client)
        const after = { ...high }
        // At least all that rose for sure and all that may have fallen; at most the other way round.
        if (seen < sure.up + after.down || seen > after.up + sure.down) throw new Error(`read ${seen}, between ${sure.up + after.down} and ${after.up + sure.down}`)
      }
    }
    const busy = [merge(merger1), merge(merger2), watch(reader1), watch(reader2)]
    const written = await Promise.allSettled(writers.map((client, i) => write(client, plans[i]!)))
    writing = false
    const watched = await Promise.allSettled(busy)
    for (const outcome of [...written, ...watched]) if (outcome.status === 'rejected') throw outcome.reason
    expect(await read(reader1)).toBe(low.up + low.down)
    while ((await merger1.query('select app.merge_tally(3) as n')).rows[0].n > 0);
    const { rows } = await reader1.query(`select (select count(*)::int from tally_tail) as tail, (select coalesce(sum(n), 0)::int from tally_day) as sums`)
    expect(rows).toEqual([{ tail: 0, sums: low.up + low.down }])
  }), { numRuns: 12, endOnFailure: true })
  await Promise.all(clients.map((client) => client.end()))
})

test('the standing jobs run by name, as the listener, each within its granted functions', async () => {
  const { standing } = tasksOf({ listener, clock: town.clock, keys: town.keys, dataFolder: town.dataFolder, log: openLog('silent') })
  await town.owner.query(ADD, [0, 5])
  for (const [name, task] of Object.entries(standing)) await expect(task(), name).resolves.toBeUndefined()
  expect((await town.owner.query('select count(*)::int as n from tally_tail')).rows[0].n).toBe(0)
})

test('the timetable is understood, and names no job that is not there', async () => {
  const tasks = tasksOf({ listener, clock: town.clock, keys: town.keys, dataFolder: town.dataFolder, log: openLog('silent') })
  const named = CRONTAB.trim().split('\n').map((line) => line.split(' ')[5])
  expect(named.filter((name) => !(name! in tasks.standing))).toEqual([])
  expect(Object.keys(tasks.standing).filter((name) => !named.includes(name))).toEqual([])
  const jobs = await startJobs({ url: town.listenerUrl, database: town.database, clock: town.clock, keys: town.keys, log: openLog('silent'), followers: {}, tasks, crontab: CRONTAB })
  await jobs.stop()
})
