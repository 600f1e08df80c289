import { createHash, randomUUID } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildApp } from '#server/app.ts'
import { asJobOf, openDatabase } from '#server/platform/database/index.ts'
import { checkpointFolder, publicKeyOf, readLines, sealAudit, verifyAudit } from '#server/platform/audit/index.ts'
import { askJob } from '#server/platform/jobs/index.ts'
import { Keyring } from '#server/platform/keys/index.ts'
import { openLog } from '#server/platform/log.ts'
import { announce, deliverDue } from '#server/platform/outbox.ts'
import { urlFor } from '#server/platform/postgres/migrate.ts'
import type { Work } from '#server/platform/work.ts'
import { TEST_MASTER_KEY } from '#tests/support/global-setup.ts'
import { untilQuiet } from '#tests/support/quiet.ts'
import { PLACES, startTown, type Town } from '#tests/support/town.ts'
import { formOf, photoBytes } from '#tests/support/uploads.ts'
import { backUp, restore, type RestoreParts } from './index.ts'

let town: Town
let folder: string
let good: string
let photo: string
const made: string[] = []
const PASSPHRASE = '水塘村的路灯2026'

beforeAll(async () => {
  town = await startTown()
  folder = mkdtempSync(join(tmpdir(), 'wulian-backup-'))
  await fillTown()
  good = join(folder, 'good.wulian')
  await backUp({ adminUrl: town.ownerUrl, dataFolder: town.dataFolder, masterKey: TEST_MASTER_KEY, passphrase: PASSPHRASE, out: good, madeAt: town.clock.now() })
})
afterAll(async () => {
  for (const name of made) await town.owner.query(`drop database if exists ${name} with (force)`)
  await town.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** Records, a photo, sealed and unsealed traces, an event and a job that still wait. */
async function fillTown() {
  const { east } = town.workers
  const grandma = await town.addFile(town.stations.east, PLACES.eastVillage, { tags: ['lives-alone'], name: '王秀英\t\\"' })
  photo = randomUUID()
  const form = formOf({ id: photo, home: grandma.id }, { name: '家访.jpg', bytes: await photoBytes() })
  await town.app.inject({ method: 'POST', url: '/api/v1/files', payload: form.payload, headers: { ...(await town.as(east)), ...form.headers } })
  const listener = openDatabase({ url: town.listenerUrl, poolSize: 2 })
  await untilQuiet(town.owner)
  await sealAudit({ database: listener, clock: town.clock, keys: town.keys, folder: checkpointFolder(town.dataFolder) })
  await listener.destroy()
  await town.app.inject({ method: 'GET', url: `/api/v1/files/${photo}`, headers: await town.as(east) })
  await asJobOf(town.database, { ...east, today: town.clock.today() }, async (tx) => {
    await announce(tx, { event: 'thing.changed', subject: grandma.id, cell: 510421, place: PLACES.east, payload: { n: 1 } })
    await askJob({ tx } as Work, 'later', { n: 1 })
  })
}

const fresh = () => {
  const name = `restored_${randomUUID().replaceAll('-', '').slice(0, 16)}`
  made.push(name)
  const url = new URL(town.ownerUrl)
  url.pathname = `/${name}`
  return { name, adminUrl: url.href, dataFolder: mkdtempSync(join(folder, 'data-')) }
}
const asOwner = async <T>(url: string, work: (client: Client) => Promise<T>): Promise<T> => {
  const client = new Client({ connectionString: url })
  await client.connect()
  return work(client).finally(() => client.end())
}
/** Count and digest of each table's rows, made by the database itself. Transaction numbers of what still waits are of this machine. */
const digests = (url: string) => asOwner(url, async (client) => {
  const { rows } = await client.query(`select format('%I.%I', n.nspname, relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where relkind = 'r' and (nspname = 'public' or relname like '\\_private\\_%') order by 1`)
  const found: Record<string, string> = {}
  for (const { name } of rows) {
    const { rows: [sum] } = await client.query(`select count(*)::int as n, md5(coalesce(string_agg(row, '|' order by row), '')) as digest from (select (to_jsonb(t)
      - case when '${name}' = 'public.outbox' or ('${name}' = 'public.audit_leaf' and to_jsonb(t) ->> 'sealed_in' is null) then 'xid' else '' end)::text as row from ${name} t) x`)
    found[name] = `${sum.n} ${sum.digest}`
  }
  return found
})
const filesOf = (dataFolder: string) => Object.fromEntries(['files', 'checkpoints'].flatMap((part) =>
  readdirSync(join(dataFolder, part), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    .map((entry) => [join(entry.parentPath, entry.name).slice(dataFolder.length), createHash('sha256').update(readFileSync(join(entry.parentPath, entry.name))).digest('hex')])))
const databases = async () => (await town.owner.query(`select datname from pg_database where datname like '%restor%' or datname like '%replaced%'`)).rows.map(({ datname }) => datname).sort()
const attempt = (parts: Partial<RestoreParts> & Pick<RestoreParts, 'adminUrl' | 'dataFolder'>) =>
  restore({ file: good, masterKey: TEST_MASTER_KEY, ...parts }).then(() => 'restored', (error: Error) => `${error.name}: ${error.message}`)

test('what was restored is the same, table by table and file by file', async () => {
  const at = fresh()
  const done = await restore({ ...at, file: good, masterKey: TEST_MASTER_KEY })
  expect(done.masterKey.equals(TEST_MASTER_KEY)).toBe(true)
  expect(await digests(at.adminUrl)).toEqual(await digests(town.ownerUrl))
  expect(filesOf(at.dataFolder)).toEqual(filesOf(town.dataFolder))
  expect(readdirSync(at.dataFolder).sort()).toEqual(['checkpoints', 'files'])
})

test('the restored service works: photos open, new rows get new numbers, the audit is whole, waiting events arrive', async () => {
  const at = fresh()
  await restore({ ...at, file: good, masterKey: TEST_MASTER_KEY })
  const database = openDatabase({ url: urlFor('wulian_app', at.adminUrl, TEST_MASTER_KEY), poolSize: 4 })
  const listener = openDatabase({ url: urlFor('wulian_listener', at.adminUrl, TEST_MASTER_KEY), poolSize: 2 })
  const keys = new Keyring(TEST_MASTER_KEY)
  const app = await buildApp({ database, clock: town.clock, keys, log: openLog('silent'), dataFolder: at.dataFolder })
  // The session came along with the backup.
  const opened = await app.inject({ method: 'GET', url: `/api/v1/files/${photo}`, headers: await town.as(town.workers.east) })
  const original = await town.app.inject({ method: 'GET', url: `/api/v1/files/${photo}`, headers: await town.as(town.workers.east) })
  expect([opened.statusCode, opened.rawPayload.equals(original.rawPayload)]).toEqual([200, true])
  await untilQuiet(town.owner)
  expect(await sealAudit({ database: listener, clock: town.clock, keys, folder: checkpointFolder(at.dataFolder) })).toBeGreaterThan(0)
  expect(await verifyAudit(listener, publicKeyOf(keys), readLines(checkpointFolder(at.dataFolder)))).toMatchObject({ whole: true, findings: [] })
  const heard: string[] = []
  await untilQuiet(town.owner)
  await deliverDue({ database: listener, clock: town.clock, keys, log: openLog('silent'), listeners: [{ name: 'x', events: ['thing.changed'], handle: async (_, { subject }) => { heard.push(subject) } }] })
  expect(heard).toHaveLength(1)
  // The rules are back in place: the owner is under row security again, and changes leave traces.
  const guards = await asOwner(at.adminUrl, (client) => client.query(`select count(*) filter (where not relforcerowsecurity)::int as open,
    (select count(*)::int from pg_trigger where tgenabled <> 'O') as off from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace and relrowsecurity`))
  expect(guards.rows).toEqual([{ open: 0, off: 0 }])
  await app.close()
  await Promise.all([database.destroy(), listener.destroy()])
})

test('rows written while the backup is made are in it together or not at all', async () => {
  let writing = true
  const writer = (async () => {
    const client = new Client({ connectionString: town.ownerUrl })
    await client.connect()
    for (let n = 0; writing; n++) {
      await client.query(`begin; insert into audit_leaf (act, subject, digest) values ('pair', '${n}', '\\x00'); select app.announce('pair', gen_random_uuid(), 1, 1, '{}'); commit`)
    }
    await client.end()
  })()
  const out = join(folder, 'busy.wulian')
  await backUp({ adminUrl: town.ownerUrl, dataFolder: town.dataFolder, masterKey: TEST_MASTER_KEY, out, madeAt: town.clock.now() })
  writing = false
  await writer
  const at = fresh()
  await restore({ ...at, file: out, masterKey: TEST_MASTER_KEY })
  const { rows } = await asOwner(at.adminUrl, (client) => client.query(`select (select count(*) from audit_leaf where act = 'pair')::int as a, (select count(*) from outbox where event = 'pair')::int as b`))
  expect(rows[0].a).toBe(rows[0].b)
})

test('a file that is cut off, damaged, altered on purpose, or no backup at all is refused, and nothing is left behind', async () => {
  const at = fresh()
  const before = await databases()
  const whole = readFileSync(good)
  const variant = (name: string, bytes: Buffer) => { const path = join(folder, name); writeFileSync(path, bytes); return path }
  const flipped = (n: number) => { const copy = Buffer.from(whole); copy[n]! ^= 1; return copy }
  const resealed = (n: number) => { const copy = flipped(n); createHash('sha256').update(copy.subarray(0, -32)).digest().copy(copy, copy.length - 32); return copy }
  const sayings: [string, Buffer, RegExp][] = [
    ['cut', whole.subarray(0, whole.length - 1000), /^BadBackup: .*(cut off|damaged)/], ['cut-short', whole.subarray(0, 20), /^BadBackup/],
    ['flipped', flipped(whole.length >> 1), /^BadBackup: .*damaged/], ['altered', resealed(whole.length >> 1), /^BadBackup: .*changed/],
    ['header', resealed(60), /^(BadBackup|SyntaxError)/], ['empty', Buffer.alloc(0), /^BadBackup/], ['other', Buffer.alloc(5000, 'x'), /^BadBackup: .*Not a backup/],
  ]
  for (const [name, bytes, saying] of sayings) expect(await attempt({ ...at, file: variant(name, bytes) }), name).toMatch(saying)
  expect(await attempt({ ...at, file: join(folder, 'absent') })).toMatch(/^BadBackup: .*no file/)
  expect(await databases()).toEqual(before)
  expect(readdirSync(at.dataFolder)).toEqual([])
})

test('with the master key lost the words open it and bring the key back; without either it stays closed', async () => {
  const at = fresh()
  expect(await attempt({ ...at, masterKey: undefined })).toMatch(/^BadBackup: .*passphrase/)
  expect(await attempt({ ...at, masterKey: Buffer.alloc(32, 9), passphrase: 'something else' })).toMatch(/^BadBackup/)
  const done = await restore({ ...at, file: good, masterKey: undefined, passphrase: PASSPHRASE })
  expect(done.masterKey.equals(TEST_MASTER_KEY)).toBe(true)
  expect(readFileSync(good).includes(TEST_MASTER_KEY.toString('base64'))).toBe(false)
  expect(readFileSync(good).includes('王秀英')).toBe(false)
})

test('an installation with data is not overwritten unless told to, and then the old one is gone as a whole', async () => {
  const at = fresh()
  await restore({ ...at, file: good, masterKey: TEST_MASTER_KEY })
  await asOwner(at.adminUrl, (client) => client.query(`update station set name = '改名后'`))
  expect(await attempt(at)).toMatch(/^CannotRestore: .*--replace/)
  const damaged = join(folder, 'damaged')
  const bytes = readFileSync(good)
  bytes[bytes.length >> 1]! ^= 1
  writeFileSync(damaged, bytes)
  expect(await attempt({ ...at, file: damaged, replace: true })).toMatch(/^BadBackup/)
  const changed = () => asOwner(at.adminUrl, async (client) => (await client.query(`select count(*)::int as n from station where name = '改名后'`)).rows[0].n)
  expect(await changed()).toBeGreaterThan(0)
  const service = new Client({ connectionString: urlFor('wulian_app', at.adminUrl, TEST_MASTER_KEY) })
  await service.connect()
  expect(await attempt({ ...at, replace: true })).toMatch(/^CannotRestore: .*running/)
  await service.end()
  await new Promise((go) => setTimeout(go, 200))
  expect(await attempt({ ...at, replace: true })).toBe('restored')
  expect(await changed()).toBe(0)
  expect((await databases()).filter((name) => /restoring|replaced/.test(name))).toEqual([])
})

test('a backup of a later version is refused', async () => {
  await town.owner.query(`insert into app_migrations.migration (name, run_on) values ('9999_later', now())`)
  const out = join(folder, 'later.wulian')
  await backUp({ adminUrl: town.ownerUrl, dataFolder: town.dataFolder, masterKey: TEST_MASTER_KEY, out, madeAt: town.clock.now() })
  await town.owner.query(`delete from app_migrations.migration where name = '9999_later'`)
  expect(await attempt({ ...fresh(), file: out })).toMatch(/^BadBackup: .*later version/)
})
