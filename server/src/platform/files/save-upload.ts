import type { StoredFile } from '#api/platform.ts'
import { admit, peopleInReach } from '../database/index.ts'
import { Refusal } from '../refusal.ts'
import type { Work } from '../work.ts'
import { sql } from 'kysely'
import { keepContent } from './contents.ts'
import type { BlobStore } from './store.ts'
import type { TakenIn } from './take-in.ts'

export interface Upload {
  id: string
  /** The key it is sealed under, of a file or a station: place, dossier and protection are that key's. */
  home: string
  name: string
  taken: TakenIn
}

const shown = ['id', 'type', 'bytes', 'width', 'height', 'name', 'state'] as const

/** Keeps an upload as staged until a record names it. The same upload twice means once. Undefined when its home is absent or out of reach. */
export async function saveUpload(work: Work, store: BlobStore, { id, home, name, taken }: Upload): Promise<StoredFile | undefined> {
  const { tx, keys, actor, now } = work
  const at = await findHome(work, home)
  if (!at) return undefined
  const { hash, key } = await keepContent(tx, keys, store, at.cell, taken)
  const earlier = await tx.selectFrom('blob').select([...shown, 'hash']).where('id', '=', id).where(peopleInReach(actor, 'blob')).executeTakeFirst()
  if (earlier) {
    if (!earlier.hash.equals(hash)) throw new Refusal('file.other-content')
    return earlier as StoredFile
  }
  const row = {
    id, cell: at.cell, place: at.place, dossier: at.dossier, protected: at.protected, hash, key_id: home,
    content_key: await keys.sealBytes(tx, home, key, `blob ${id} content_key`), type: taken.type, bytes: taken.bytes.length, width: taken.width,
    height: taken.height, name, state: 'staged', made_by: actor.account, made_at: now,
  }
  return (await tx.insertInto('blob').values(row).returning(shown).executeTakeFirstOrThrow()) as StoredFile
}

async function findHome(work: Work, home: string) {
  const find = () => work.tx.selectFrom('data_key').select(['cell', 'place', 'dossier', 'protected']).where('id', '=', home).where('kind', '!=', 'cell').where(peopleInReach(work.actor, 'data_key')).executeTakeFirst()
  const near = await find()
  if (near) return near
  // Out of reach or protected: only who is admitted to the dossier may add to it.
  const asked = await sql<{ dossier: string | null }>`select app.dossier_of_key(${home}::uuid) as dossier`.execute(work.tx)
  const dossier = asked.rows[0]?.dossier
  return dossier && (await admit(work, dossier)) ? find() : undefined
}

/** Marks uploads as used by what the caller writes in the same transaction. Each must be in reach and of that dossier or station. */
export async function attachFiles({ tx }: Pick<Work, 'tx'>, ids: readonly string[], home: string): Promise<void> {
  if (ids.length === 0) return
  const wanted = [...new Set(ids)]
  const found = await tx.selectFrom('blob').select(['id', 'state']).where('id', 'in', wanted).where('key_id', '=', home).forUpdate().execute()
  if (found.length !== wanted.length) throw new Refusal('file.not-found')
  const staged = found.filter(({ state }) => state === 'staged').map(({ id }) => id)
  if (staged.length > 0) await tx.updateTable('blob').set((eb) => ({ state: 'attached', version: eb('version', '+', 1) })).where('id', 'in', staged).execute()
}
