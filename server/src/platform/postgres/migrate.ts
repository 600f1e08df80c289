import { createHmac } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { runMigrations } from 'graphile-worker'
import { runner } from 'node-pg-migrate'
import { Client, Pool } from 'pg'

const here = (path: string) => fileURLToPath(new URL(`../../../../database/${path}`, import.meta.url))
const LOGINS = ['wulian_app', 'wulian_listener'] as const
export type Login = (typeof LOGINS)[number]

/** The password of a database role: derived, so that every server of one installation finds the same. */
const passwordOf = (login: Login, masterKey: Buffer): string =>
  createHmac('sha256', masterKey).update(`database role ${login}`).digest('hex')

/** The address at which the server itself signs in to the database `adminUrl` names. */
export function urlFor(login: Login, adminUrl: string, masterKey: Buffer): string {
  const url = new URL(adminUrl)
  url.username = login
  url.password = passwordOf(login, masterKey)
  return url.href
}

/**
 * Brings the database of `adminUrl` up to date: roles, then every migration not yet run, in order, each in one transaction. A restore
 * runs only the first `most`, to get the tables its backup was made of.
 */
export async function migrate(adminUrl: string, masterKey: Buffer, most = Number.POSITIVE_INFINITY): Promise<void> {
  const admin = new Client({ connectionString: adminUrl })
  await admin.connect()
  try {
    await admin.query(readFileSync(here('roles.sql'), 'utf8'))
    for (const login of LOGINS) await admin.query(`alter role ${login} password '${passwordOf(login, masterKey)}'`)
    const database = decodeURIComponent(new URL(adminUrl).pathname.slice(1)).replaceAll('"', '""')
    await admin.query(`revoke connect, temporary on database "${database}" from public;
      grant connect on database "${database}" to wulian_app, wulian_listener, wulian_backup; grant create on database "${database}" to wulian_owner;
      grant create, usage on schema public to wulian_owner`)
    await admin.query('set role wulian_owner')
    await runner({ dbClient: admin, dir: here('migrations'), direction: 'up', migrationsTable: 'migration', migrationsSchema: 'app_migrations',
      createMigrationsSchema: true, count: most, log: () => {}, singleTransaction: true })
  } finally {
    await admin.end()
  }
  await migrateJobs(adminUrl)
}

async function migrateJobs(adminUrl: string) {
  const owner = new Pool({ connectionString: adminUrl, max: 2, options: '-c role=wulian_owner' })
  owner.on('error', () => {})
  owner.on('connect', (client) => { client.on('error', () => {}) })
  try {
    await runMigrations({ pgPool: owner })
    await owner.query('call app.let_listener_run_jobs()')
  } finally {
    await owner.end()
  }
}
