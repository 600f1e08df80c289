import { run, type Runner, type TaskList } from 'graphile-worker'
import { Pool } from 'pg'
import type { Clock } from '../clock.ts'
import { asJobOf, type Database } from '../database/index.ts'
import type { Keyring } from '../keys/index.ts'
import type { Log } from '../log.ts'
import { teller, type Followers, type Work } from '../work.ts'
import { graphileLog } from './graphile-log.ts'

/** A job somebody asked for. Runs in one transaction as that account from that post; may run again after a crash, so it must bear that. */
export type PersonalTask = (work: Work, input: never) => Promise<void>
/** A job nobody asked for. It gets no reach: what it may do are the functions granted to the listener. */
export type StandingTask = () => Promise<void>

export interface Tasks {
  personal: Readonly<Record<string, PersonalTask>>
  standing: Readonly<Record<string, StandingTask>>
}

export interface JobParts {
  /** Signs in as wulian_listener, which may work the job tables and owns nothing. */
  url: string
  /** The pool of requests: a personal job enters through it like its asker would. */
  database: Database
  clock: Clock
  keys: Keyring
  log: Log
  followers: Followers
  tasks: Tasks
  /** Lines of `minute hour day month weekday task`, in UTC: eight hours behind Shanghai. */
  crontab: string
  concurrency?: number
}

/** Starts working off jobs; `stop` waits for the ones under way. */
export async function startJobs(parts: JobParts): Promise<{ stop(): Promise<void> }> {
  const pool = new Pool({ connectionString: parts.url, max: (parts.concurrency ?? 2) + 3, application_name: 'wulian jobs' })
  pool.on('error', () => {})
  pool.on('connect', (client) => { client.on('error', () => {}) })
  let runner: Runner
  try {
    runner = await run({
      pgPool: pool, concurrency: parts.concurrency ?? 2, noHandleSignals: true, pollInterval: 2000, crontab: parts.crontab,
      taskList: taskList(parts), logger: graphileLog(parts.log),
    })
  } catch (error) {
    await pool.end()
    throw error
  }
  return {
    stop: async () => {
      await runner.stop()
      await pool.end()
    },
  }
}

interface Asked {
  account: string
  post: string
  input: never
}

function taskList(parts: JobParts): TaskList {
  const list: TaskList = {}
  for (const [name, task] of Object.entries(parts.tasks.personal)) {
    list[name] = async (payload, { job }) => runPersonal(parts, name, String(job.id), task, payload as Asked)
  }
  for (const [name, task] of Object.entries(parts.tasks.standing)) {
    if (list[name]) throw new Error(`two tasks are called ${name}`)
    list[name] = async () => withoutWords(name, parts.log, task)
  }
  return list
}

async function runPersonal(parts: JobParts, name: string, job: string, task: PersonalTask, asked: Asked) {
  const { database, clock, keys, followers } = parts
  const log = parts.log.child({ job, task: name }) as Log
  const [now, today] = [clock.now(), clock.today()]
  await withoutWords(name, log, async () => {
    const done = await asJobOf(database, { account: asked.account, post: asked.post, today }, async (tx, actor) => {
      await task({ tx, actor, now, today, keys, log, tell: teller(followers) }, asked.input)
      return true
    })
    // The post has ended since: the job is dropped, not retried. Who asked can no longer see its result either.
    if (!done) log.warn({ account: asked.account, post: asked.post }, 'job refused: the post is no longer held')
  })
}

/** The message of an error may carry words out of a row; the job table and the log keep its name and code only. */
async function withoutWords(name: string, log: Log, work: () => Promise<void>) {
  try {
    await work()
  } catch (error) {
    const { name: kind, code, stack } = error as { name?: string; code?: string; stack?: string }
    log.error({ task: name, kind, code, at: stack?.split('\n').filter((line) => /server\/src/.test(line)).slice(0, 6) }, 'job failed')
    throw new Error(`${kind ?? 'Error'}${code ? ` ${code}` : ''}`)
  }
}
