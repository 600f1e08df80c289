import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ClientBase } from 'pg'
import { addPacks } from '../store.ts'
import { requirePacks } from './read-packs.ts'

/**
 * Brings new packs and new versions from a folder into the database. `differing` names versions whose files were changed after
 * they were loaded: the loaded ones stay in force, and a new version has to be written.
 */
export function loadPacks(owner: ClientBase, folder: string): Promise<{ added: string[]; differing: string[] }> {
  return addPacks(owner, requirePacks(folder))
}

/** Tells the files of a folder of packs from any others, without reading what they say. */
export function printOfPacks(folder: string): string {
  const print = createHash('sha256')
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)).sort()
  for (const file of files) print.update(`${file.slice(folder.length)}\n`).update(createHash('sha256').update(readFileSync(file)).digest())
  return print.digest('hex')
}
