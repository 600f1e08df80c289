import { mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { Client } from 'pg'
import type { TestProject } from 'vitest/node'
import { loadPacks } from '#server/modules/standards/index.ts'
import { migrate } from '#server/platform/postgres/migrate.ts'
import { startEmbedded, type RunningPostgres } from '#server/platform/postgres/embedded.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    adminUrl: string
    template: string
  }
}

/** The same in every test run, so that a kept cluster goes on working. */
export const TEST_MASTER_KEY = Buffer.alloc(32, 7)

function digestOf(folder: string): string {
  const hash = createHash('sha256')
  for (const name of readdirSync(folder, { recursive: true }).map(String).sort()) {
    const file = join(folder, name)
    if (statSync(file).isFile()) hash.update(name).update(readFileSync(file))
  }
  return hash.digest('hex').slice(0, 12)
}

/** Starts PostgreSQL and migrates one template database; every test file works in a copy of it. */
export default async function prepareTemplate(project: TestProject) {
  const folder = process.env.WULIAN_TEST_DATA ?? join(process.cwd(), '.data', `test-${process.pid}`)
  mkdirSync(folder, { recursive: true })
  const postgres = await startEmbedded({ folder, durable: false, settings: { max_connections: 200 } })
  try {
    return await prepare(project, postgres, folder)
  } catch (error) {
    await postgres.stop()
    throw error
  }
}

async function prepare(project: TestProject, postgres: RunningPostgres, folder: string) {
  const standards = join(process.cwd(), 'standards')
  const template = `template_${digestOf(join(process.cwd(), 'database', 'migrations'))}_${digestOf(standards)}`
  const admin = new Client({ connectionString: postgres.adminUrl('postgres') })
  // When a migration fails the cluster is stopped under this connection; that must not hide why.
  admin.on('error', () => {})
  await admin.connect()
  const known = await admin.query('select 1 from pg_database where datname = $1', [template])
  if (known.rowCount === 0) {
    // Under another name until it is whole, so that a run that broke off leaves no half template behind.
    const making = `making_${template}`
    await admin.query(`drop database if exists ${making} with (force)`)
    await admin.query(`create database ${making}`)
    await migrate(postgres.adminUrl(making), TEST_MASTER_KEY)
    const owner = new Client({ connectionString: postgres.adminUrl(making) })
    await owner.connect()
    await loadPacks(owner, standards)
    await owner.end()
    await admin.query(`alter database ${making} rename to ${template}`)
  }
  await admin.end()
  project.provide('adminUrl', postgres.adminUrl('postgres'))
  project.provide('template', template)
  return async () => {
    await postgres.stop()
    if (!process.env.WULIAN_TEST_DATA) rmSync(folder, { recursive: true, force: true })
  }
}
