import { sql } from 'kysely'
import type { RecordView } from '#api/records.ts'
import { peopleInReach } from '#server/platform/database/index.ts'
import type { Work } from '#server/platform/work.ts'
import { aboutWords, keyOf } from '../rules/fact.ts'
import { lockedMonth } from '../store.ts'
import { selectRows } from './record-rows.ts'

interface Inside {
  dossier: string
  wordsKey: string | null
  wordsSealed: Buffer | null
  withWhom: string | null
  nextOn: string | null
  signature: string | null
  unsignedWhy: string | null
  recordedAt: Date
  amendedAt: Date | null
  amendWhy: string | null
  voidWhy: string | null
  photos: RecordView['photos']
}

interface Before {
  at: Date
  version: number
  sealed: string | null
  occurredOn: string
  mode: string
  result: string | null
}

/** One record with its words and what it said before; undefined when out of reach. Words stay empty for posts that may not read them. */
export async function findRecordView(work: Work, id: string): Promise<RecordView | undefined> {
  const { actor, tx } = work
  const [row] = await selectRows(work, [peopleInReach(actor, 'r'), sql`r.id = ${id}`], sql`r.id`, 1)
  if (!row) return undefined
  const inside = (await sql<Inside>`
    select r.dossier, r.words_key as "wordsKey", r.words_sealed as "wordsSealed", r.with_whom as "withWhom", r.next_on as "nextOn", r.signature, r.unsigned_why as "unsignedWhy",
      r.recorded_at as "recordedAt", r.amended_at as "amendedAt", r.amend_why as "amendWhy", r.void_why as "voidWhy",
      coalesce((select json_agg(json_build_object('blob', p.blob, 'shows', p.shows, 'consent', p.consent)) from record_photo p
        where p.record = r.id and ${peopleInReach(actor, 'p')}), '[]') as photos
    from record r where r.id = ${id} and ${peopleInReach(actor, 'r')}`.execute(tx)).rows[0]!
  const mayRead = actor.people === 'full'
  const keyId = keyOf({ id, dossier: inside.dossier, station: row.station, wordsKey: inside.wordsKey })
  await work.keys.ready(tx, [keyId])
  const open = async (sealed: Buffer | null) => (sealed && mayRead && work.keys.has(keyId) ? work.keys.open(tx, keyId, sealed, aboutWords(id)) : '')
  return {
    ...row, words: await open(inside.wordsSealed), withWhom: mayRead ? inside.withWhom ?? '' : '', nextOn: inside.nextOn, signature: inside.signature,
    unsignedWhy: mayRead ? inside.unsignedWhy : null, recordedAt: inside.recordedAt.toISOString(), amendedAt: inside.amendedAt?.toISOString() ?? null,
    amendWhy: mayRead ? inside.amendWhy : null, voidWhy: mayRead ? inside.voidWhy : null, photos: inside.photos,
    locked: (await lockedMonth(work, row.station, row.occurredOn)) !== undefined,
    earlier: await listEarlierVersions(work, id, open),
  }
}

/** What the record said before each change, newest first. A sealed column stays sealed in the history and opens with the same key. */
async function listEarlierVersions({ actor, tx }: Work, id: string, open: (sealed: Buffer | null) => Promise<string>): Promise<RecordView['earlier']> {
  const found = await sql<Before>`
    select h.changed_at as at, h.version, h.was ->> 'words_sealed' as sealed, h.was ->> 'occurred_on' as "occurredOn", h.was ->> 'mode' as mode, h.was ->> 'result' as result
    from history h where h.row_id = ${id} and h.table_name = 'record' and ${peopleInReach(actor, 'h')} order by h.id desc`.execute(tx)
  const earlier: RecordView['earlier'] = []
  for (const { at, sealed, ...before } of found.rows) {
    earlier.push({ ...before, at: at.toISOString(), words: await open(sealed === null ? null : Buffer.from(sealed.slice(2), 'hex')) })
  }
  return earlier
}
