import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { loadDivisions } from '#server/modules/places/index.ts'
import { loadPacks } from '#server/modules/standards/index.ts'
import { startEmbedded } from '#server/platform/postgres/embedded.ts'
import { migrate, urlFor } from '#server/platform/postgres/migrate.ts'

export const MASTER_KEY = Buffer.alloc(32, 11)
/** The city whose divisions the benchmark fills: Panzhihua, 5 counties. */
export const CITY = '5104'

export interface Cluster {
  folder: string
  adminUrl(database: string): string
  /** As the server signs in: bound by row security. */
  appUrl(database: string): string
  listenerUrl(database: string): string
  version: string
  stop(): Promise<void>
}

/** PostgreSQL with the product's own settings, durable, in a folder of its own that is removed at the end unless WULIAN_BENCH_DATA names one to keep. */
export async function startCluster(): Promise<Cluster> {
  const kept = process.env.WULIAN_BENCH_DATA
  const folder = kept ?? join(tmpdir(), `wulian-bench-${process.pid}`)
  mkdirSync(folder, { recursive: true, mode: 0o755 })
  const postgres = await startEmbedded({ folder: join(folder, 'postgres'), durable: true })
  const { adminUrl } = postgres
  const version = await onServer(adminUrl('postgres'), async (admin) => (await admin.query<{ server_version: string }>('show server_version')).rows[0]!.server_version)
  return {
    folder, adminUrl, version,
    appUrl: (database) => urlFor('wulian_app', adminUrl(database), MASTER_KEY),
    listenerUrl: (database) => urlFor('wulian_listener', adminUrl(database), MASTER_KEY),
    async stop() {
      await postgres.stop()
      if (kept === undefined) rmSync(folder, { recursive: true, force: true })
    },
  }
}

export async function onServer<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** A database under this name, made by `fill` unless a kept cluster has it. It gets its name only when it is whole. */
export async function ensureDatabase(cluster: Cluster, name: string, template: string | undefined, fill: (database: string) => Promise<void>): Promise<void> {
  await onServer(cluster.adminUrl('postgres'), async (admin) => {
    if ((await admin.query('select from pg_database where datname = $1', [name])).rowCount !== 0) return
    const making = `making_${name}`
    await admin.query(`drop database if exists ${making} with (force)`)
    await admin.query(`create database ${making}${template === undefined ? '' : ` template ${template} strategy file_copy`}`)
    await fill(making)
    await admin.query(`alter database ${making} rename to ${name}`)
  })
}

export const dropDatabase = (cluster: Cluster, name: string): Promise<unknown> =>
  onServer(cluster.adminUrl('postgres'), (admin) => admin.query(`drop database if exists ${name} with (force)`))

/** Migrated, with the divisions of the city and every standards pack. */
export async function ensureBase(cluster: Cluster): Promise<string> {
  const name = `base_${digestOf('database/migrations')}_${digestOf('standards')}`
  await ensureDatabase(cluster, name, undefined, async (database) => {
    await migrate(cluster.adminUrl(database), MASTER_KEY)
    await onServer(cluster.adminUrl(database), async (owner) => {
      await loadDivisions(owner, CITY)
      await loadPacks(owner, 'standards')
    })
  })
  return name
}

/** Changes when a file under the folder does. */
export function digestOf(folder: string): string {
  const hash = createHash('sha256')
  for (const name of readdirSync(folder, { recursive: true }).map(String).sort()) {
    const file = join(folder, name)
    if (statSync(file).isFile()) hash.update(name).update(readFileSync(file))
  }
  return hash.digest('hex').slice(0, 8)
}
