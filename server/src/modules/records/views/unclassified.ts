import { sql, type SqlBool } from 'kysely'
import type { UnclassifiedQuery, UnclassifiedRow } from '#api/records.ts'
import { standardsOn } from '#server/modules/standards/index.ts'
import { leaveView } from '#server/platform/audit.ts'
import { peopleInReach } from '#server/platform/database/index.ts'
import { monthRange } from '#server/platform/days.ts'
import type { Work } from '#server/platform/work.ts'
import { aboutWords, keyOf } from '../rules/fact.ts'
import { countRows, leadOf, readCursor, selectRows, type Condition } from './record-rows.ts'

/** Records without a catalogue item, oldest first, each with up to three items that fit its words and the person's groups. Leaves one trace. */
export async function listUnclassifiedRows(work: Work, { station, month, after, limit }: UnclassifiedQuery) {
  const all: Condition[] = [peopleInReach(work.actor, 'r'), leadOf(work, { station }), sql<SqlBool>`r.item = '' and r.voided_at is null and r.kind <> 'task'`]
  if (month) {
    const { from, to } = monthRange(month)
    all.push(sql`r.occurred_on between ${from}::date and ${to}::date`)
  }
  const cursor = readCursor(after)
  const page = cursor ? [...all, sql<SqlBool>`(r.occurred_on, r.id) > (${cursor.day}::date, ${cursor.id}::uuid)`] : all
  const found = await selectRows(work, page, sql`r.occurred_on, r.id`, limit + 1)
  const shown = found.slice(0, limit)
  const last = shown.at(-1)
  return {
    rows: await withSuggestions(work, shown), next: found.length > limit && last ? `${last.occurredOn}_${last.id}` : null,
    ...(!cursor && { count: await countRows(work, all) }),
  }
}

async function withSuggestions(work: Work, rows: Awaited<ReturnType<typeof selectRows>>): Promise<UnclassifiedRow[]> {
  if (rows.length === 0) return []
  const { tx, keys, actor } = work
  const ids = rows.map(({ id }) => id)
  const inside = new Map((await sql<{ id: string; dossier: string; station: string; wordsKey: string | null; sealed: Buffer | null; tags: string[] }>`
    select r.id, r.dossier, r.station, r.words_key as "wordsKey", r.words_sealed as sealed,
      coalesce((select array_agg(distinct t) from record_person q, unnest(q.tags) t where q.record = r.id and ${peopleInReach(actor, 'q')}), '{}') as tags
    from record r where r.id = any (${ids}::uuid[]) and ${peopleInReach(actor, 'r')}`.execute(tx)).rows.map((row) => [row.id, row]))
  await keys.ready(tx, [...inside.values()].flatMap((row) => (row.sealed ? [keyOf(row)] : [])))
  const answer: UnclassifiedRow[] = []
  for (const row of rows) {
    const { sealed, tags, ...home } = inside.get(row.id)!
    const words = sealed && keys.has(keyOf(home)) ? await keys.open(tx, keyOf(home), sealed, aboutWords(row.id)) : ''
    const standards = await standardsOn(work, row.servedPlace, row.occurredOn)
    const suggestions = standards.suggestItems(`${row.title ?? ''} ${words}`, tags, row.people[0]?.age ?? null)
      .map(({ item, why }) => ({ item, title: { ...standards.item(item)!.title }, words: [...why.words], tags: [...why.tags] }))
    answer.push({ ...row, words, suggestions })
  }
  await leaveView(work, { subject: 'record', rows: rows.length, digestOf: ids })
  return answer
}
