import { Writable } from 'node:stream'
import { pino } from 'pino'
import { Client } from 'pg'
import { buildApp } from '#server/app.ts'
import { openDatabase } from '#server/platform/database/index.ts'
import type { Log } from '#server/platform/log.ts'
import type { Town } from '#tests/support/town.ts'
import type { Mode } from './judge.ts'

const PASSWORD = 'only-in-this-test'

/** May do what wulian_app may do, past all row policies: what is left when they were lost. */
async function bypassUrl(ownerUrl: string): Promise<string> {
  const owner = new Client({ connectionString: ownerUrl })
  await owner.connect()
  await owner.query(`do $$ begin create role oracle_bypass login bypassrls password '${PASSWORD}' in role wulian_app; exception when duplicate_object or unique_violation then null; end $$`)
  await owner.end()
  const url = new URL(ownerUrl)
  url.username = 'oracle_bypass'
  url.password = PASSWORD
  return url.href
}

/** The same service over the same rows with both layers, the service alone, or the database alone; `said` is all it wrote to its log. */
export async function serviceOver(town: Town, mode: Mode) {
  const database = openDatabase({ url: mode === 'service' ? await bypassUrl(town.ownerUrl) : town.appUrl, poolSize: 6 })
  const said: string[] = []
  const log = pino({ level: 'debug' }, new Writable({ write: (chunk, _, done) => { said.push(String(chunk)); done() } })) as unknown as Log
  const app = await buildApp({ database, clock: town.clock, keys: town.keys, log, dataFolder: town.dataFolder, trustRoles: mode === 'database' })
  return { mode, app, said, database, async stop() { await app.close(); await database.destroy() } }
}
export type Service = Awaited<ReturnType<typeof serviceOver>>
