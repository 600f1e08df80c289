import { sql } from 'kysely'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asJobOf } from '#server/platform/database/index.ts'
import { openLog } from '#server/platform/log.ts'
import type { Work } from '#server/platform/work.ts'
import { startTown, type Town } from '#tests/support/town.ts'
import { askJob, startJobs } from './index.ts'

let town: Town
let jobs: { stop(): Promise<void> }
const ran: { account: string; post: string; n: number; sees: number }[] = []
const standing: string[] = []
let failures = 1

async function note(work: Work, { n }: { n: number }) {
  const { count } = await work.tx.selectFrom('station').select((eb) => eb.fn.countAll<number>().as('count')).executeTakeFirstOrThrow()
  ran.push({ account: work.actor.account, post: work.actor.post, n, sees: Number(count) })
}
async function failOnce(work: Work, input: { n: number }) {
  if (failures-- > 0) throw new Error('王秀英 is not for the log')
  await note(work, input)
}

const start = () => startJobs({
  url: town.listenerUrl, database: town.database, clock: town.clock, keys: town.keys, log: openLog('silent'), followers: {}, crontab: '',
  tasks: { personal: { note: note as never, 'fail-once': failOnce as never }, standing: { tick: async () => { standing.push('tick') } } },
})
beforeAll(async () => {
  town = await startTown()
  jobs = await start()
})
afterAll(async () => {
  await jobs.stop()
  await town.stop()
})

const ask = (who: { account: string; post: string }, task: string, n: number, after: (work: Work) => Promise<void> = async () => {}) =>
  asJobOf(town.database, { ...who, today: town.clock.today() }, async (tx, actor) => {
    const work = { tx, actor } as Work
    await askJob(work, task, { n })
    await after(work)
  })
const until = async (true_: () => boolean | Promise<boolean>) => {
  for (let i = 0; i < 200 && !(await true_()); i++) await new Promise((go) => setTimeout(go, 50))
  expect(await true_()).toBe(true)
}
const waiting = async () => (await town.owner.query('select count(*)::int as n from graphile_worker._private_jobs where attempts < max_attempts')).rows[0].n

test('a job runs as the account and post that asked for it, and sees no further than they do', async () => {
  const { east } = town.workers
  await ask(east, 'note', 1)
  await until(() => ran.some(({ n }) => n === 1))
  expect(ran.find(({ n }) => n === 1)).toEqual({ account: east.account, post: east.post, n: 1, sees: 2 })
})

test('a job asked for in a transaction that is undone never runs', async () => {
  await expect(ask(town.workers.east, 'note', 2, async () => { throw new Error('undone') })).rejects.toThrow('undone')
  await ask(town.workers.east, 'note', 3)
  await until(() => ran.some(({ n }) => n === 3))
  expect(ran.some(({ n }) => n === 2)).toBe(false)
})

test('a job whose asker lost the post before it runs is dropped, not run and not tried again', async () => {
  await jobs.stop()
  const leaver = await town.addPost('worker', town.workers.east.place, town.workers.east.station)
  await ask(leaver, 'note', 4)
  await town.owner.query(`update post set until_on = '2026-05-19' where id = $1`, [leaver.post])
  jobs = await start()
  await until(async () => (await waiting()) === 0)
  expect(ran.some(({ n }) => n === 4)).toBe(false)
})

test('nobody can ask for a job without a post, or in another name', async () => {
  await expect(town.database.transaction().execute((tx) => askJob({ tx }, 'note', { n: 5, account: town.workers.west.account }))).rejects.toThrow('needs someone')
  await ask(town.workers.east, 'note', 6)
  await until(() => ran.some(({ n }) => n === 6))
  expect(ran.find(({ n }) => n === 6)?.account).toBe(town.workers.east.account)
})

test('a job that fails is tried again, and what it said is kept nowhere', async () => {
  await ask(town.workers.east, 'fail-once', 7)
  await until(async () => (await town.owner.query(`select last_error from graphile_worker._private_jobs where last_error is not null`)).rowCount === 1)
  const { rows } = await town.owner.query('select last_error from graphile_worker._private_jobs where last_error is not null')
  expect(JSON.stringify(rows)).not.toContain('王秀英')
  await town.owner.query('update graphile_worker._private_jobs set run_at = now()')
  await until(() => ran.some(({ n }) => n === 7))
})

test('the job runner can work the job tables, but not change them, read a session, or pass row security', async () => {
  const runner = new Client({ connectionString: town.listenerUrl })
  await runner.connect()
  const refused = (text: string) => expect(runner.query(text), text).rejects.toMatchObject({ code: '42501' })
  expect((await runner.query('select rolsuper, rolbypassrls, rolcreaterole from pg_roles where rolname = current_user')).rows).toEqual([{ rolsuper: false, rolbypassrls: false, rolcreaterole: false }])
  await refused('drop table graphile_worker._private_jobs')
  await refused('alter table graphile_worker._private_jobs disable row level security')
  await refused('set role wulian_owner')
  await refused('select * from session')
  await refused('delete from audit_leaf')
  await refused('insert into outbox (event) values (1)')
  await runner.query('select 1 from graphile_worker._private_jobs')
  await runner.end()
})

test('the server itself may neither read the job tables nor put a job in past the door', async () => {
  await expect(sql`select 1 from graphile_worker._private_jobs`.execute(town.database)).rejects.toMatchObject({ code: '42501' })
  await expect(sql`select graphile_worker.add_job('note')`.execute(town.database)).rejects.toMatchObject({ code: '42501' })
})
