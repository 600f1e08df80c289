import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { Load } from '../client.ts'
import { keep } from './children.ts'
import type { Sent } from './capture.ts'
import { percentile, say } from './report.ts'

const { prepareValue } = createRequire(import.meta.url)('pg/lib/utils.js') as { prepareValue(value: unknown): string | Buffer | null }

/** Where Debian and its like put it; asks apt for it when root. Undefined: there is none. */
export function findPgbench(): string | undefined {
  const home = '/usr/lib/postgresql'
  const find = () => {
    const versions = existsSync(home) ? readdirSync(home).sort((a, b) => Number(b) - Number(a)) : []
    const found = versions.map((version) => join(home, version, 'bin/pgbench')).find(existsSync)
    return found ?? spawnSync('sh', ['-c', 'command -v pgbench'], { encoding: 'utf8' }).stdout?.trim() ?? ''
  }
  const found = find()
  if (found !== '' || process.getuid?.() !== 0) return found || undefined
  say('no pgbench: trying apt-get install postgresql-contrib')
  spawnSync('sh', ['-c', 'apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq postgresql-contrib postgresql-client-common || apt-get install -y -qq postgresql-15'], { stdio: 'ignore', timeout: 300_000 })
  return find() || undefined
}

/** Values shared by all scripts, under short names: pgbench sends them as parameters, as the product does. */
export class Constants {
  readonly #names = new Map<string, string>()

  /** How a script says this value. pgbench can define no empty one. */
  say(value: string): string {
    if (value === '') return `''`
    const name = this.#names.get(value) ?? `c${this.#names.size + 1}`
    this.#names.set(value, name)
    return `:${name}`
  }

  asArguments(): string[] {
    return [...this.#names].flatMap(([value, name]) => ['-D', `${name}=${value}`])
  }
}

/** The statements of one request as a pgbench script. `varying`: values that differ from run to run, and the SQL that makes them from the script's variables. */
export function scriptOf(sent: readonly Sent[], sets: readonly string[], varying: ReadonlyMap<string, string>, constants: Constants): string {
  const valueIn = (value: unknown): string => {
    const ready = prepareValue(value)
    if (ready === null) return 'null'
    const text = Buffer.isBuffer(ready) ? `\\x${ready.toString('hex')}` : ready
    const one = varying.get(text)
    if (one !== undefined) return one
    const [, inArray] = /^\{"?([^",{}]+)"?\}$/.exec(text) ?? []
    const inside = inArray === undefined ? undefined : varying.get(inArray)
    return inside === undefined ? constants.say(text) : `array[${inside}]`
  }
  const lines = sent.map(({ text, values }) => {
    if (/(?<!:):[A-Za-z0-9_]/.test(text)) throw new Error(`pgbench would read a variable in: ${text}`)
    if (values.length > 0) return `${text.replace(/\$(\d+)/g, (_, n: string) => valueIn(values[Number(n) - 1]))};`
    const several = text.split(';').map((part) => part.trim()).filter(Boolean)
    return several.length === 1 ? `${text};` : ['\\startpipeline', ...several.map((part) => `${part};`), '\\endpipeline'].join('\n')
  })
  return [...sets, ...lines, ''].join('\n')
}

export interface Bench {
  binary: string
  url: string
  folder: string
  scripts: readonly string[]
  constants: Constants
  clients: number
  seconds: number
}

/** Runs the scripts, each as often as the others. Fails when a transaction did. */
export async function pgbench({ binary, url, folder, scripts, constants, clients, seconds }: Bench): Promise<Load> {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const files = scripts.map((script, n) => {
    const file = join(folder, `script-${n}.sql`)
    writeFileSync(file, script)
    return file
  })
  const at = new URL(url)
  const child = keep(spawn(binary, ['-n', '-M', 'prepared', '-c', String(clients), '-j', '2', '-T', String(seconds), '-l', `--log-prefix=${join(folder, 'log')}`,
    ...constants.asArguments(), ...files.flatMap((file) => ['-f', file]), at.pathname.slice(1)], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env.PATH ?? '', PGHOST: at.searchParams.get('host') ?? at.hostname, PGUSER: at.username, PGPASSWORD: decodeURIComponent(at.password) },
  }))
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => { said += part })
  const force = setTimeout(() => child.kill('SIGKILL'), (seconds + 60) * 1000)
  const code = await new Promise<number | null>((done) => child.once('exit', done))
  clearTimeout(force)
  const [, tps] = /tps = ([\d.]+)/.exec(said) ?? []
  const [, failed] = /number of failed transactions: (\d+)/.exec(said) ?? []
  if (code !== 0 || tps === undefined || Number(failed ?? 0) > 0) throw new Error(`pgbench ended with ${code}: ${said.slice(-1500)}`)
  return { perSecond: Number(tps), ...latencies(folder), wrong: {} }
}

function latencies(folder: string): { p50: number; p95: number; requests: number } {
  const took = readdirSync(folder).filter((name) => name.startsWith('log')).flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n').filter(Boolean).map((line) => Number(line.split(' ')[2]) / 1000))
  return { p50: percentile(took, 0.5), p95: percentile(took, 0.95), requests: took.length }
}

export const versionOf = (binary: string): string => execFileSync(binary, ['--version'], { encoding: 'utf8' }).trim()
