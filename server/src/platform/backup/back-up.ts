import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream, existsSync } from 'node:fs'
import { open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createZstdCompress } from 'node:zlib'
import { Client } from 'pg'
import { PURGE_LOCK } from '../files/index.ts'
import { Keyring } from '../keys/index.ts'
import { copyOut } from './copy.ts'
import { jsonEntry, writeEntries, type Entry } from './entries.ts'
import { seal } from './envelope.ts'
import { copyOutText, listMigrations, listSequences, listTables, PLAIN_TEXT, type Sequence, type Table } from './tables.ts'

export const FORMAT = 1
/** Folders of WULIAN_DATA that belong to the database's rows. */
export const FOLDERS = ['checkpoints', 'files'] as const
export const backupKey = (masterKey: Buffer): Buffer => new Keyring(masterKey).derive('backup')

export interface Manifest {
  format: number
  madeAt: string
  migrations: string[]
  tables: Table[]
  sequences: Sequence[]
  /** What the sealed values inside open with: whoever opens the backup can run it. */
  masterKey: string
}

export interface Sums {
  tables: Record<string, { bytes: number; sha256: string }>
  files: number
}

export interface BackupParts {
  /** May read everything as wulian_owner. */
  adminUrl: string
  dataFolder: string
  masterKey: Buffer
  /** Opens the file where the master key is lost. */
  passphrase?: string | undefined
  out: string
  madeAt: Date
}

/**
 * Writes everything into one sealed file: all rows as of one moment, then the stored files they name. The service goes on
 * meanwhile. The file appears under its name only when it is whole.
 */
export async function backUp({ adminUrl, dataFolder, masterKey, passphrase, out, madeAt }: BackupParts): Promise<Sums> {
  const client = new Client({ connectionString: adminUrl })
  client.on('error', () => {})
  await client.connect()
  const sums: Sums = { tables: {}, files: 0 }
  const draft = `${out}.part`
  try {
    await client.query(PLAIN_TEXT)
    // Contents that the snapshot names stay until they are copied.
    await client.query('select pg_advisory_lock_shared($1)', [PURGE_LOCK])
    await client.query('set role wulian_owner')
    // Read before the snapshot: a copy of the audit's heads may lag behind the rows, but never know more than they do.
    const heads = await readHeads(dataFolder)
    await client.query('begin isolation level repeatable read read only')
    const entries = writeEntries(everything(client, { dataFolder, masterKey, madeAt, heads, sums }))
    const seals = (packed: AsyncIterable<Buffer>) => seal(packed, madeAt, { installationKey: backupKey(masterKey), passphrase })
    await pipeline(entries, createZstdCompress(), seals, createWriteStream(draft, { mode: 0o600 }))
    await client.query('commit')
    const file = await open(draft, 'r+')
    await file.sync()
    await file.close()
    await rename(draft, out)
    return sums
  } catch (error) {
    await rm(draft, { force: true })
    throw error
  } finally {
    await client.end()
  }
}

interface Everything extends Pick<BackupParts, 'dataFolder' | 'masterKey' | 'madeAt'> {
  heads: Map<string, Buffer>
  sums: Sums
}

async function readHeads(dataFolder: string): Promise<Map<string, Buffer>> {
  const heads = new Map<string, Buffer>()
  for (const path of await filesIn(join(dataFolder, 'checkpoints'))) heads.set(path, await readFile(path))
  return heads
}

async function* everything(client: Client, { dataFolder, masterKey, madeAt, heads, sums }: Everything): AsyncGenerator<Entry> {
  const tables = await listTables(client)
  const manifest: Manifest = {
    format: FORMAT, madeAt: madeAt.toISOString(), migrations: await listMigrations(client), tables, sequences: await listSequences(client), masterKey: masterKey.toString('base64'),
  }
  yield jsonEntry('manifest', manifest)
  for (const table of tables) yield { kind: 'table', name: table.name, content: summed(copyOut(client, copyOutText(table)), (sum) => { sums.tables[table.name] = sum }) }
  const nameOf = (path: string) => relative(dataFolder, path).split(sep).join('/')
  for (const [path, bytes] of heads) yield { kind: 'file', name: nameOf(path), content: Readable.from([bytes]) }
  const paths = await filesIn(join(dataFolder, 'files'))
  for (const path of paths) yield { kind: 'file', name: nameOf(path), content: createReadStream(path) }
  sums.files = heads.size + paths.length
  yield jsonEntry('end', sums)
}

/** Passes bytes on and says at the end what they were. */
export async function* summed(source: AsyncIterable<Buffer>, tell: (sum: { bytes: number; sha256: string }) => void): AsyncGenerator<Buffer> {
  const hash = createHash('sha256')
  let bytes = 0
  for await (const chunk of source) {
    hash.update(chunk)
    bytes += chunk.length
    yield chunk
  }
  tell({ bytes, sha256: hash.digest('hex') })
}

async function filesIn(folder: string): Promise<string[]> {
  if (!existsSync(folder)) return []
  const found = await readdir(folder, { recursive: true, withFileTypes: true })
  return found.filter((entry) => entry.isFile() && !entry.name.endsWith('.part')).map((entry) => join(entry.parentPath, entry.name)).sort()
}
