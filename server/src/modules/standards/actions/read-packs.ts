import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { buildPack, extendedBy, type PackSource } from '../rules/build-pack.ts'
import { circleProblem, orderPacks } from '../rules/order-packs.ts'
import type { Pack } from '../rules/pack.ts'
import type { Problem } from '../rules/problem.ts'

export type PackRead = {
  /** The pack's folder, as a path from the folder that was asked for. */
  readonly folder: string
  readonly pack: Pack | null
  readonly problems: readonly Problem[]
}

/**
 * Reads and checks a pack folder, or a folder of pack folders; the packs that a single one extends are looked for beside it.
 * Packs come after those they extend. Never throws on what the files say; a folder without packs gives none.
 */
export function readPacks(folder: string): readonly PackRead[] {
  const root = resolve(folder)
  const single = existsSync(join(root, 'pack.yaml'))
  const home = single ? dirname(root) : root
  const sources = new Map(packFolders(home).map((name) => [name, sourceOf(join(home, name))]))
  const read = readAll(sources)
  return single ? read.filter((one) => one.folder === basename(root)) : read
}

/** The packs of a folder; throws with every problem in it when there is one. For start-up, where nothing less will do. */
export function requirePacks(folder: string): readonly Pack[] {
  const read = readPacks(folder)
  if (read.length === 0) throw new Error(`no pack.yaml in ${folder}`)
  const bad = read.flatMap(({ folder: name, problems }) => problems.map(({ file, line, column, code }) => `${name}/${file}:${line}:${column} ${code}`))
  if (bad.length > 0) throw new Error(`standards packs with problems:\n${bad.join('\n')}`)
  return read.flatMap(({ pack }) => (pack ? [pack] : []))
}

function readAll(sources: ReadonlyMap<string, PackSource>): readonly PackRead[] {
  const headers = new Map([...sources].map(([name, source]) => [name, extendedBy(source) ?? { key: name, extends: [] }]))
  const foldersOf = (key: string) => [...headers].filter(([, header]) => header.key === key).map(([name]) => name)
  const { order, circles } = orderPacks(new Map([...headers].map(([name, header]) => [name, header.extends.flatMap(foldersOf)])))
  const packs: Pack[] = []
  return order.map((name) => {
    const circle = circles.find((names) => names.includes(name))
    if (circle) return { folder: name, pack: null, problems: [circleProblem(circle)] }
    const result = buildPack(sources.get(name) ?? {}, packs)
    if (result.pack) packs.push(result.pack)
    return { folder: name, ...result }
  })
}

function packFolders(home: string): readonly string[] {
  return readdirSync(home).filter((name) => statSync(join(home, name)).isDirectory() && existsSync(join(home, name, 'pack.yaml'))).sort()
}

function sourceOf(folder: string): PackSource {
  const names = readdirSync(folder).filter((name) => !name.startsWith('.')).sort()
  // Methods have a folder; any other folder inside a pack is reported as an unknown file.
  const methods = names.includes('methods') && statSync(join(folder, 'methods')).isDirectory() ? readdirSync(join(folder, 'methods')).sort().map((name) => `methods/${name}`) : []
  const textOf = (path: string) => (statSync(path).isDirectory() ? '' : readFileSync(path, 'utf8'))
  return Object.fromEntries([...names.filter((name) => methods.length === 0 || name !== 'methods'), ...methods].map((name) => [name, textOf(join(folder, name))]))
}
