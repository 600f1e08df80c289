import { Client } from 'pg'
import { buildApp } from '#server/app.ts'
import { openDatabase } from '#server/platform/database/index.ts'
import { openLog } from '#server/platform/log.ts'
import type { Town } from '#tests/support/town.ts'

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

/** The same service over the same rows, with one of the two layers switched off. */
export async function withoutLayer(town: Town, off: 'policies' | 'service') {
  const database = off === 'policies' ? openDatabase({ url: await bypassUrl(town.ownerUrl), poolSize: 4 }) : town.database
  const app = await buildApp({ database, clock: town.clock, keys: town.keys, log: openLog('silent'), dataFolder: town.dataFolder, trustRoles: off === 'service' })
  return { app, async stop() { await app.close(); if (off === 'policies') await database.destroy() } }
}
