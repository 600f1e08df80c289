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
