import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { keep, stopChild } from './children.ts'
import { type Cluster, MASTER_KEY, CITY } from './cluster.ts'

export interface RunningServer {
  /** http://127.0.0.1:… */
  origin: string
  stop(): Promise<void>
}

const LONGEST_START_MS = 120_000

/** The real server in a process of its own on this database, with its jobs and everything else it does. */
export async function startServer(cluster: Cluster, database: string): Promise<RunningServer> {
  const folder = join(cluster.folder, `server-${database}`)
  mkdirSync(folder, { recursive: true })
  const child = keep(spawn(process.execPath, ['--disable-warning=ExperimentalWarning', 'server/src/main.ts'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env.PATH ?? '', WULIAN_DATA: folder, DATABASE_URL: cluster.adminUrl(database), WULIAN_MASTER_KEY: MASTER_KEY.toString('base64'), WULIAN_DEMO: 'off',
      WULIAN_DIVISIONS: CITY, HOST: '127.0.0.1', PORT: '0', LOG_LEVEL: 'error',
    },
  }))
  try {
    return { origin: await addressOf(child), stop: () => stopChild(child) }
  } catch (error) {
    await stopChild(child)
    throw error
  }
}

function addressOf(child: ChildProcess): Promise<string> {
  let said = ''
  return new Promise((done, fail) => {
    const give = setTimeout(() => fail(new Error(`the server did not start: ${said.slice(-2000)}`)), LONGEST_START_MS)
    const hear = (chunk: Buffer) => {
      said = (said + chunk).slice(-10_000)
      const found = /(http:\/\/[0-9.]+:\d+)/.exec(said)
      if (!found) return
      clearTimeout(give)
      done(found[1]!)
    }
    child.stdout!.on('data', (chunk: Buffer) => { hear(chunk); if (process.env.WULIAN_BENCH_LOUD) process.stderr.write(chunk) })
    child.stderr!.on('data', (chunk: Buffer) => { said = (said + chunk).slice(-10_000); if (process.env.WULIAN_BENCH_LOUD) process.stderr.write(chunk) })
    child.once('exit', (code) => { clearTimeout(give); fail(new Error(`the server ended with ${code}: ${said.slice(-2000)}`)) })
  })
}
