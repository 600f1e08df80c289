import { createWriteStream } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { Client } from 'pg'
import type { Manifest, Sums } from './back-up.ts'
import { summed } from './back-up.ts'
import { copyIn, copyOut } from './copy.ts'
import { readJson, type Entry } from './entries.ts'
import { BadBackup } from './envelope.ts'
import { copyInText, copyOutText, listTables, PLAIN_TEXT, type Table } from './tables.ts'

/**
 * Loads everything after the manifest into a freshly migrated database and an empty folder, in one transaction, then reads it all
 * back and compares it with the sums taken when the backup was made.
 */
export async function load(adminUrl: string, folder: string, manifest: Manifest, entries: AsyncIterator<Entry>): Promise<Sums> {
  const client = new Client({ connectionString: adminUrl })
  client.on('error', () => {})
  await client.connect()
  try {
    await client.query(PLAIN_TEXT)
    await client.query('set role wulian_owner')
    await client.query('begin')
    const tables = await listTables(client)
    await open(client, tables)
    const sums = await fill(client, folder, new Map(tables.map((table) => [table.name, table])), manifest, entries)
    await setSequences(client, manifest)
    await compare(client, manifest.tables, sums)
    await close(client, tables)
    // Numbers of transactions and locks of runners belong to the machine the backup came from.
    await client.query(`select app.renumber_waiting(); update graphile_worker._private_jobs set locked_at = null, locked_by = null;
      update graphile_worker._private_job_queues set locked_at = null, locked_by = null`)
    await client.query('commit')
    return sums
  } finally {
    await client.end()
  }
}

/** Lifts what keeps the owner from putting rows back as they were: traces of changes, and row security for the owner too. */
async function open(client: Client, tables: readonly Table[]) {
  for (const { name, forced } of tables) await client.query(`alter table ${name} disable trigger user${forced ? `; alter table ${name} no force row level security` : ''}`)
  await client.query(`truncate ${tables.map(({ name }) => name).join(', ')} restart identity; set constraints all deferred`)
}

async function close(client: Client, tables: readonly Table[]) {
  await client.query('set constraints all immediate')
  for (const { name, forced } of tables) await client.query(`alter table ${name} enable trigger user${forced ? `; alter table ${name} force row level security` : ''}`)
}

async function fill(client: Client, folder: string, here: ReadonlyMap<string, Table>, manifest: Manifest, entries: AsyncIterator<Entry>): Promise<Sums> {
  const columns = new Map(manifest.tables.map((table) => [table.name, table.columns]))
  for (;;) {
    const { value: entry, done } = await entries.next()
    if (done) throw new BadBackup('备份文件不完整 The backup file is not whole')
    if (entry.kind === 'end') return readJson<Sums>(entry.content)
    if (entry.kind === 'table') {
      const known = columns.get(entry.name)
      if (!known || !here.has(entry.name)) throw new BadBackup(`本版本没有这张表 This version has no table ${entry.name}`)
      await copyIn(client, copyInText(entry.name, known), entry.content)
    } else await keepFile(folder, entry)
  }
}

async function keepFile(folder: string, { name, content }: Entry) {
  if (!/^(files|checkpoints)\/[A-Za-z0-9._/-]+$/.test(name) || name.split('/').includes('..')) throw new BadBackup('备份里有不该有的路径 The backup names a path it may not')
  const path = join(folder, ...name.split('/'))
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  await pipeline(content, createWriteStream(path, { mode: 0o600 }))
}

async function setSequences(client: Client, { sequences }: Manifest) {
  for (const { name, last } of sequences) if (last !== null) await client.query('select setval($1::regclass, $2::int8)', [name, last])
}

async function compare(client: Client, tables: readonly Table[], sums: Sums) {
  for (const table of tables) {
    let sum: Sums['tables'][string] | undefined
    for await (const _ of summed(copyOut(client, copyOutText(table)), (found) => { sum = found }));
    const expected = sums.tables[table.name]
    if (!expected || sum?.sha256 !== expected.sha256 || sum.bytes !== expected.bytes) throw new BadBackup(`恢复后的内容与备份不一致 What was restored differs from the backup: ${table.name}`)
  }
}
