// Writes server/src/platform/database/schema.ts from a freshly migrated database. `--verify` only compares.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { migrate } from '#server/platform/postgres/migrate.ts'
import { startEmbedded } from '#server/platform/postgres/embedded.ts'

const target = 'server/src/platform/database/schema.ts'
const folder = mkdtempSync(join(tmpdir(), 'wulian-schema-'))
const postgres = await startEmbedded({ folder, durable: false })
try {
  const admin = new Client({ connectionString: postgres.adminUrl('postgres') })
  await admin.connect()
  await admin.query('create database schema_of_code')
  await admin.end()
  const url = postgres.adminUrl('schema_of_code')
  await migrate(url, Buffer.alloc(32, 7))
  const out = process.argv.includes('--verify') ? join(folder, 'schema.ts') : target
  const types = { int8: 'number', date: 'string', time: 'string' }
  const made = spawnSync('node_modules/.bin/node', ['node_modules/kysely-codegen/dist/cli/bin.js', '--dialect', 'postgres', '--url', url, '--out-file', out,
    '--date-parser', 'string', '--type-mapping', JSON.stringify(types), '--include-pattern', 'public.*', '--no-domains'], { encoding: 'utf8' })
  if (made.status !== 0) throw new Error(made.stderr + made.stdout)
  if (out !== target && readFileSync(out, 'utf8') !== readFileSync(target, 'utf8')) throw new Error(`${target} differs from the migrations; run npm run schema`)
} finally {
  await postgres.stop()
  rmSync(folder, { recursive: true, force: true })
}
