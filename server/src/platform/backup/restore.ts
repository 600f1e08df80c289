import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createZstdDecompress } from 'node:zlib'
import { Client } from 'pg'
import { migrate } from '../postgres/migrate.ts'
import { backupKey, FOLDERS, FORMAT, type Manifest, type Sums } from './back-up.ts'
import { readEntries, readJson, type Entry } from './entries.ts'
import { BadBackup, unseal } from './envelope.ts'
import { load } from './load.ts'
import { listMigrations } from './tables.ts'

export interface RestoreParts {
  /** Names the database to restore; need not exist. May create databases and roles. */
  adminUrl: string
  dataFolder: string
  file: string
  /** The key of this installation, if it has one already. */
  masterKey?: Buffer | undefined
  passphrase?: string | undefined
  /** Takes the place of what is there. */
  replace?: boolean
}

export interface Restored {
  madeAt: Date
  sums: Sums
  /** What this installation has to use from now on. */
  masterKey: Buffer
}

/** There is something already, or somebody is using it. */
export class CannotRestore extends Error {
  override readonly name = 'CannotRestore'
}

/**
 * Puts a backup back, whole or not at all: into a database and a folder of their own, compared with the backup's sums, and only
 * then given the names of the old ones. Whatever goes wrong before that, nothing has changed.
 */
export async function restore({ adminUrl, dataFolder, file, masterKey, passphrase, replace = false }: RestoreParts): Promise<Restored> {
  const target = decodeURIComponent(new URL(adminUrl).pathname.slice(1))
  const mark = randomBytes(4).toString('hex')
  const fresh = `${target.slice(0, 40)}_restoring_${mark}`
  const freshUrl = urlOf(adminUrl, fresh)
  const staging = join(dataFolder, `restoring-${mark}`)
  const server = new Client({ connectionString: urlOf(adminUrl, 'postgres') })
  server.on('error', () => {})
  const entries = opened(file, { installationKey: masterKey && backupKey(masterKey), passphrase })
  const manifest = await readManifest(entries)
  await server.connect()
  try {
    await checkTarget(server, adminUrl, target, dataFolder, replace)
    await server.query(`create database ${quoted(fresh)}`)
    await mkdir(staging, { recursive: true, mode: 0o700 })
    const kept = Buffer.from(manifest.masterKey, 'base64')
    await checkMigrations(freshUrl, masterKey ?? kept, manifest)
    const sums = await load(freshUrl, staging, manifest, entries)
    await migrate(freshUrl, masterKey ?? kept)
    await swap(server, { target, fresh, staging, dataFolder, mark })
    // The roles of the cluster get the passwords that go with the restored key.
    await migrate(adminUrl, kept)
    return { madeAt: new Date(manifest.madeAt), sums, masterKey: kept }
  } finally {
    await entries.return?.(undefined)
    await server.query(`drop database if exists ${quoted(fresh)} with (force)`).catch(() => {})
    await server.end()
    await rm(staging, { recursive: true, force: true })
  }
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`

function urlOf(adminUrl: string, database: string): string {
  const url = new URL(adminUrl)
  url.pathname = `/${encodeURIComponent(database)}`
  return url.href
}

/** The entries of a sealed file. What breaks while it is unpacked is said as a bad backup. */
async function* opened(file: string, openers: { installationKey: Buffer | undefined; passphrase: string | undefined }): AsyncGenerator<Entry> {
  const unpacked = createZstdDecompress()
  let broken: unknown
  const flow = pipeline(unseal(file, openers), unpacked).catch((error) => { broken = error })
  try {
    yield* readEntries(unpacked)
  } catch (error) {
    unpacked.destroy()
    await flow
    throw broken instanceof BadBackup ? broken : error instanceof RangeError ? new BadBackup('备份文件不完整 The backup file is not whole') : error
  } finally {
    unpacked.destroy()
    await flow
  }
}

async function readManifest(entries: AsyncIterator<Entry>): Promise<Manifest> {
  const first = await entries.next()
  if (first.done || first.value.kind !== 'manifest') throw new BadBackup('备份文件里没有目录 The backup has no manifest')
  const manifest = await readJson<Manifest>(first.value.content)
  if (manifest.format !== FORMAT) throw new BadBackup(`备份格式 ${manifest.format} 本版本不认识 This version does not know format ${manifest.format}`)
  return manifest
}

async function checkTarget(server: Client, adminUrl: string, target: string, dataFolder: string, replace: boolean) {
  const there = await server.query('select 1 from pg_database where datname = $1', [target])
  if (there.rowCount === 0) return
  const users = await server.query(`select 1 from pg_stat_activity where datname = $1 and usename in ('wulian_app', 'wulian_listener')`, [target])
  if (users.rowCount! > 0) throw new CannotRestore('服务还在运行，请先停止 The service is running; stop it first')
  if (replace) return
  const stored = existsSync(join(dataFolder, 'files')) && (await readdir(join(dataFolder, 'files'))).length > 0
  if (stored || (await holdsSomething(adminUrl))) throw new CannotRestore('这里已有数据；确定要替换请加 --replace There is data here already; add --replace to replace it')
}

/** Whether anyone ever wrote anything: each change leaves a trace, reference lists do not. */
async function holdsSomething(adminUrl: string): Promise<boolean> {
  const client = new Client({ connectionString: adminUrl })
  await client.connect()
  try {
    const ours = await client.query(`select to_regclass('public.audit_leaf') is not null as made`)
    if (!ours.rows[0].made) return (await client.query(`select exists (select from pg_class c where relkind = 'r' and relnamespace = 'public'::regnamespace) as any`)).rows[0].any
    await client.query('set role wulian_owner')
    return (await client.query('select exists (select from audit_leaf) as any')).rows[0].any
  } finally {
    await client.end()
  }
}

async function checkMigrations(freshUrl: string, key: Buffer, manifest: Manifest) {
  await migrate(freshUrl, key, manifest.migrations.length)
  const client = new Client({ connectionString: freshUrl })
  await client.connect()
  const had = await listMigrations(client).finally(() => client.end())
  if (had.join() !== manifest.migrations.join()) throw new BadBackup('备份来自更新的版本，请先升级 The backup was made by a later version; upgrade first')
}

interface Swap {
  target: string
  fresh: string
  staging: string
  dataFolder: string
  mark: string
}

/** Gives the restored folders and database the names of the old ones, which are removed last. Undone when any step fails. */
async function swap(server: Client, { target, fresh, staging, dataFolder, mark }: Swap) {
  const old = `${target.slice(0, 40)}_replaced_${mark}`
  const moved: (() => Promise<void>)[] = []
  const move = async (from: string, to: string) => {
    if (!existsSync(from)) return
    await rename(from, to)
    moved.unshift(() => rename(to, from))
  }
  try {
    for (const folder of FOLDERS) {
      await move(join(dataFolder, folder), join(dataFolder, `${folder}-replaced-${mark}`))
      await move(join(staging, folder), join(dataFolder, folder))
    }
    await renameDatabases(server, target, fresh, old)
  } catch (error) {
    for (const undo of moved) await undo()
    throw error
  }
  await server.query(`drop database if exists ${quoted(old)} with (force)`)
  for (const folder of FOLDERS) await rm(join(dataFolder, `${folder}-replaced-${mark}`), { recursive: true, force: true })
}

/** Both names change in one transaction. */
async function renameDatabases(server: Client, target: string, fresh: string, old: string) {
  const there = (await server.query('select 1 from pg_database where datname = $1', [target])).rowCount! > 0
  await server.query('select pg_terminate_backend(pid) from pg_stat_activity where datname in ($1, $2) and pid <> pg_backend_pid()', [target, fresh])
  await server.query('begin')
  try {
    if (there) await server.query(`alter database ${quoted(target)} rename to ${quoted(old)}`)
    await server.query(`alter database ${quoted(fresh)} rename to ${quoted(target)}`)
    await server.query('commit')
  } catch (error) {
    await server.query('rollback')
    throw error
  }
}
