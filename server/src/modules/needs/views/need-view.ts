import { sql } from 'kysely'
import type { NeedView } from '#api/needs.ts'
import { peopleInReach } from '#server/platform/database/index.ts'
import type { Work } from '#server/platform/work.ts'
import { aboutNeed, keyOfNeed } from '../rules/need.ts'
import { selectNeeds } from './need-rows.ts'

interface Inside {
  words: Buffer
  outcomeWords: Buffer | null
  spokenBy: string | null
  confirmedBy: string | null
  record: string | null
  reopenWhy: string | null
  recordedAt: Date
}

/** One need with its words and what it said before; undefined when out of reach. Words stay empty for posts that may not read them. */
export async function findNeedView(work: Work, id: string): Promise<NeedView | undefined> {
  const { actor, tx, keys } = work
  const [row] = await selectNeeds(work, [peopleInReach(actor, 'n'), sql`n.id = ${id}`], 1)
  if (!row) return undefined
  const inside = (await sql<Inside>`
    select n.words_sealed as words, n.outcome_words_sealed as "outcomeWords", n.spoken_by as "spokenBy", n.confirmed_by as "confirmedBy", n.record, n.reopen_why as "reopenWhy",
      n.recorded_at as "recordedAt" from need n where n.id = ${id} and ${peopleInReach(actor, 'n')}`.execute(tx)).rows[0]!
  const mayRead = actor.people === 'full'
  const open = async (sealed: Buffer | null, field: 'words' | 'outcome_words') => (sealed && mayRead ? keys.open(tx, keyOfNeed(row), sealed, aboutNeed(id, field)) : '')
  return {
    ...row, words: await open(inside.words, 'words'), outcomeWords: await open(inside.outcomeWords, 'outcome_words'), spokenBy: mayRead ? inside.spokenBy ?? '' : '',
    confirmedBy: mayRead ? inside.confirmedBy : null, record: inside.record, reopenWhy: mayRead ? inside.reopenWhy : null, recordedAt: inside.recordedAt.toISOString(),
    earlier: await listEarlier(work, id),
  }
}

async function listEarlier({ actor, tx }: Work, id: string): Promise<NeedView['earlier']> {
  const found = await sql<Omit<NeedView['earlier'][number], 'at'> & { at: Date }>`
    select h.changed_at as at, h.version, h.was ->> 'state' as state, h.was ->> 'item' as item, h.was ->> 'owner_name' as "ownerName", h.was ->> 'due_on' as "dueOn",
      h.was ->> 'outcome' as outcome
    from history h where h.row_id = ${id} and h.table_name = 'need' and ${peopleInReach(actor, 'h')} order by h.id desc`.execute(tx)
  return found.rows.map(({ at, ...before }) => ({ ...before, at: at.toISOString() }))
}
