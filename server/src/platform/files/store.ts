import { randomUUID } from 'node:crypto'
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** Names a stored content within its cell: 64 hex digits, and `-small` for its thumbnail. */
export interface ContentName {
  cell: number
  name: string
}

/** Keeps sealed bytes under a name. Everything in it is unreadable without the key in the database. */
export interface BlobStore {
  put(at: ContentName, bytes: Uint8Array): Promise<void>
  get(at: ContentName): Promise<Buffer | undefined>
  has(at: ContentName): Promise<boolean>
  delete(at: ContentName): Promise<void>
  /** Everything kept, with when it was written. */
  list(): AsyncIterable<ContentName & { writtenAt: Date }>
}

const shape = /^[0-9a-f]{64}(-small)?$/

/** A store in WULIAN_DATA/files/<cell>/<two digits>/<name>. A content appears whole or not at all. */
export function localStore(dataFolder: string): BlobStore {
  const root = join(dataFolder, 'files')
  const pathOf = ({ cell, name }: ContentName): string => {
    if (!Number.isSafeInteger(cell) || !shape.test(name)) throw new Error('not the name of a content')
    return join(root, String(cell), name.slice(0, 2), name)
  }
  return {
    put: (at, bytes) => writeWhole(pathOf(at), bytes),
    get: (at) => readFile(pathOf(at)).catch(unlessAbsent),
    has: async (at) => (await stat(pathOf(at)).catch(unlessAbsent)) !== undefined,
    delete: (at) => rm(pathOf(at), { force: true }),
    list: () => walk(root),
  }
}

const unlessAbsent = (error: NodeJS.ErrnoException): undefined => {
  if (error.code !== 'ENOENT') throw error
  return undefined
}

async function writeWhole(path: string, bytes: Uint8Array) {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const draft = `${path}.${randomUUID()}.part`
  const file = await open(draft, 'wx', 0o600)
  try {
    await file.writeFile(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(draft, path)
}

async function* walk(root: string): AsyncIterable<ContentName & { writtenAt: Date }> {
  for (const cell of (await readdir(root).catch(unlessAbsent)) ?? []) {
    if (!/^\d+$/.test(cell)) continue
    for (const part of await readdir(join(root, cell))) {
      for (const name of await readdir(join(root, cell, part))) {
        const found = await stat(join(root, cell, part, name)).catch(unlessAbsent)
        if (!found) continue
        // What a crash left half written is nobody's content.
        if (name.endsWith('.part') && found.mtimeMs < performance.timeOrigin) await rm(join(root, cell, part, name), { force: true })
        else if (shape.test(name)) yield { cell: Number(cell), name, writtenAt: found.mtime }
      }
    }
  }
}
