import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { Client } from 'pg'
import type { Config } from '../config.ts'
import { startEmbedded } from './embedded.ts'
import { migrate } from './migrate.ts'

export interface PreparedDatabase {
  /** May change the schema; kept for start-up work only. */
  adminUrl: string
  stop(): Promise<void>
  /** Drops everything and migrates anew. Only for the embedded database, and only called on unfinished demo data. */
  startOver?: () => Promise<void>
}

/** A migrated database: the one DATABASE_URL names, else the embedded one in the data folder. */
export async function prepareDatabase(config: Pick<Config, 'databaseUrl' | 'dataFolder'>, masterKey: Buffer): Promise<PreparedDatabase> {
  if (config.databaseUrl) {
    await migrate(config.databaseUrl, masterKey)
    return { adminUrl: config.databaseUrl, stop: async () => {} }
  }
  const folder = join(config.dataFolder, 'postgres')
  mkdirSync(folder, { recursive: true })
  const postgres = await startEmbedded({ folder })
  try {
    await ensureDatabase(postgres.adminUrl('postgres'), 'wulian')
    await migrate(postgres.adminUrl('wulian'), masterKey)
  } catch (error) {
    await postgres.stop()
    throw error
  }
  const startOver = async () => {
    await runOn(postgres.adminUrl('postgres'), 'drop database wulian with (force)')
    await ensureDatabase(postgres.adminUrl('postgres'), 'wulian')
    await migrate(postgres.adminUrl('wulian'), masterKey)
  }
  return { adminUrl: postgres.adminUrl('wulian'), stop: postgres.stop, startOver }
}

async function runOn(url: string, statement: string) {
  const admin = new Client({ connectionString: url })
  await admin.connect()
  await admin.query(statement)
  await admin.end()
}

async function ensureDatabase(url: string, name: 'wulian') {
  const admin = new Client({ connectionString: url })
  await admin.connect()
  const known = await admin.query('select 1 from pg_database where datname = $1', [name])
  if (known.rowCount === 0) await admin.query(`create database ${name}`)
  await admin.end()
}
