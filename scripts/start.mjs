// Starts Wulian on whatever Node the machine has: installs what is missing, builds the web if stale, then hands over to Node 26.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, gzipSync } from 'node:zlib'

const home = dirname(dirname(fileURLToPath(import.meta.url)))
process.chdir(home)
const windows = process.platform === 'win32'
const node = join(home, 'node_modules', '.bin', windows ? 'node.cmd' : 'node')

/** Installs when the lock file is newer than what npm says it installed last. What is only linked here belongs to another checkout and is left alone. */
export function install() {
  if (lstatSync('node_modules', { throwIfNoEntry: false })?.isSymbolicLink()) return
  const installed = join('node_modules', '.package-lock.json')
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync('package-lock.json').mtimeMs) return
  console.log('正在安装依赖（第一次约一分钟）… Installing dependencies …')
  const done = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { stdio: ['ignore', 'inherit', 'inherit'], shell: windows })
  if (done.status !== 0) throw new Error('安装依赖失败 npm ci failed')
}

function newest(folder) {
  let latest = 0
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) latest = Math.max(latest, statSync(join(entry.parentPath ?? entry.path, entry.name)).mtimeMs)
  }
  return latest
}

/** Builds the web when any of its sources is newer than the built page. */
export function buildWeb() {
  const built = join('web', 'dist', 'index.html')
  const sources = Math.max(newest('web/src'), newest('api/src'), statSync('web/index.html').mtimeMs, statSync('vite.config.ts').mtimeMs, statSync('package-lock.json').mtimeMs)
  const last = existsSync(built) ? statSync(built).mtimeMs : 0
  if (last > sources) return
  console.log('正在生成网页… Building the web …')
  const done = spawnSync(node, ['node_modules/vite/bin/vite.js', 'build', '--logLevel', 'warn'], { stdio: ['ignore', 'inherit', 'inherit'], shell: windows })
  if (done.status !== 0) throw new Error('网页生成失败 vite build failed')
  dropOlder(join('web', 'dist', 'assets'), last)
  compress(join('web', 'dist'))
}

/** Tabs opened before an update still ask for the last build's files: they stay until the next. */
function dropOlder(folder, last) {
  for (const name of readdirSync(folder)) if (statSync(join(folder, name)).mtimeMs < last - 60_000) rmSync(join(folder, name))
}

/** Best compression once, so that no visitor's request pays for it. */
function compress(folder) {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !/\.(js|css|html|svg|json)$/.test(entry.name)) continue
    const file = join(entry.parentPath ?? entry.path, entry.name)
    if (existsSync(`${file}.br`) && statSync(`${file}.br`).mtimeMs >= statSync(file).mtimeMs) continue
    const text = readFileSync(file)
    writeFileSync(`${file}.br`, brotliCompressSync(text))
    writeFileSync(`${file}.gz`, gzipSync(text, { level: 9 }))
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  install()
  buildWeb()
  mkdirSync('.data', { recursive: true })
  const server = spawn(node, ['--disable-warning=ExperimentalWarning', 'server/src/main.ts'], { stdio: 'inherit', shell: windows })
  // Ctrl-C reaches the whole group; what is left to do is wait for the server to finish in order.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => server.kill(signal))
  server.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)))
}
