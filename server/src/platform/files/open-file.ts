import { sql } from 'kysely'
import { leaveView } from '../audit.ts'
import { admit, peopleInReach } from '../database/index.ts'
import type { Work } from '../work.ts'
import { readContent } from './contents.ts'
import type { BlobStore } from './store.ts'

export interface OpenedFile {
  type: string
  name: string
  content: Buffer
}

/**
 * A file's content for who may see it, with a trace of it being seen. Undefined when absent, out of reach or lost: all the same to
 * the asker. A post that sees people masked opens only what its holder uploaded.
 */
export async function openFile(work: Work, store: BlobStore, id: string, size: 'full' | 'small'): Promise<OpenedFile | undefined> {
  const { tx, keys, actor } = work
  const row = (await find(work, id)) ?? (await findAdmitted(work, id))
  if (!row || (actor.people !== 'full' && row.made_by !== actor.account)) return undefined
  const key = await keys.openBytes(tx, row.key_id, row.content_key, `blob ${id} content_key`)
  const wanted = size === 'small' && row.width !== null ? 'small' : 'full'
  const content = await readContent(store, row.cell, { hash: row.hash, key }, wanted)
  if (!content) {
    work.log.error({ blob: id }, 'a stored content is missing')
    return undefined
  }
  await leaveView(work, { subject: 'blob', subjectId: id, cell: row.cell, place: row.place, rows: 1, digestOf: { id, size: wanted } })
  return { type: wanted === 'small' ? 'image/webp' : row.type, name: row.name, content }
}

const find = ({ tx, actor }: Work, id: string) =>
  tx.selectFrom('blob as b').select(['b.cell', 'b.place', 'b.hash', 'b.key_id', 'b.content_key', 'b.type', 'b.name', 'b.width', 'b.made_by'])
    .where('b.id', '=', id).where(peopleInReach(actor, 'b')).executeTakeFirst()

async function findAdmitted(work: Work, id: string) {
  const asked = await sql<{ dossier: string | null }>`select app.dossier_of_blob(${id}::uuid) as dossier`.execute(work.tx)
  const dossier = asked.rows[0]?.dossier
  return dossier && (await admit(work, dossier)) ? find(work, id) : undefined
}
