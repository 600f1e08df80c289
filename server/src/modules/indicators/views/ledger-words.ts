import { sql } from 'kysely'
import { aboutNeed, keyOfNeed } from '#server/modules/needs/index.ts'
import { aboutWords, keyOf } from '#server/modules/records/index.ts'
import { peopleInReach } from '#server/platform/database/index.ts'
import type { Work } from '#server/platform/work.ts'

/** What the free columns of a ledger hold: how the person was, what he needs, what was done about it there and then, how it went. */
export interface Said {
  words: string
  needs: string
  done: string
  outcome: string
}
interface SealedRecord {
  id: string
  dossier: string
  station: string
  wordsKey: string | null
  sealed: Buffer | null
}
interface SealedNeed {
  id: string
  record: string | null
  file: string | null
  station: string
  sealed: Buffer
  outcome: Buffer | null
  measure: string | null
  answer: string
}

/** Which line of a ledger of records: a person at a record. */
export const lineKey = ({ id, file }: { id: string; file: string }): string => `${id} ${file}`

/** Opens what was said at these records and each person's needs found at them. Whoever calls it leaves the trace of the response. */
export async function openRecordWords(work: Work, lines: readonly { id: string; file: string }[]): Promise<Map<string, Said>> {
  const { tx, keys, actor } = work
  if (lines.length === 0) return new Map()
  const ids = [...new Set(lines.map(({ id }) => id))]
  const records = (await sql<SealedRecord>`select r.id, r.dossier, r.station, r.words_key as "wordsKey", r.words_sealed as sealed from record r
    where r.id = any (${ids}::uuid[]) and ${peopleInReach(actor, 'r')}`.execute(tx)).rows
  const needs = await sealedNeeds(work, sql`n.record = any (${ids}::uuid[])`)
  await keys.ready(tx, [...records.flatMap((row) => (row.sealed ? [keyOf(row)] : [])), ...needs.map(keyOfNeed)])
  const words = new Map<string, string>()
  for (const row of records) if (row.sealed && keys.has(keyOf(row))) words.set(row.id, await keys.open(tx, keyOf(row), row.sealed, aboutWords(row.id)))
  const opened: { need: SealedNeed; said: Said }[] = []
  for (const need of needs) opened.push({ need, said: await openNeed(work, need) })
  return new Map(lines.map((line) => {
    const his = opened.filter(({ need }) => need.record === line.id && (need.file === null || need.file === line.file))
    const together = (of: 'needs' | 'done' | 'outcome') => his.map(({ said }) => said[of]).filter(Boolean).join('；')
    return [lineKey(line), { words: words.get(line.id) ?? '', needs: together('needs'), done: together('done'), outcome: together('outcome') }]
  }))
}

/** The same of needs: what was asked for, and how it went. */
export async function openNeedWords(work: Work, ids: readonly string[]): Promise<Map<string, Said>> {
  if (ids.length === 0) return new Map()
  const needs = await sealedNeeds(work, sql`n.id = any (${[...ids]}::uuid[])`)
  await work.keys.ready(work.tx, needs.map(keyOfNeed))
  const said = new Map<string, Said>()
  for (const need of needs) said.set(need.id, await openNeed(work, need))
  return said
}

async function sealedNeeds({ tx, actor }: Work, which: ReturnType<typeof sql>): Promise<SealedNeed[]> {
  const found = await sql<SealedNeed>`select n.id, n.record, n.file, n.station, n.words_sealed as sealed, n.outcome_words_sealed as outcome, n.measure, n.answer
    from need n where ${which} and n.voided_at is null and ${peopleInReach(actor, 'n')} order by n.found_on, n.id`.execute(tx)
  return found.rows
}

async function openNeed({ tx, keys }: Work, need: SealedNeed): Promise<Said> {
  const key = keyOfNeed(need)
  if (!keys.has(key)) return { words: '', needs: '', done: '', outcome: '' }
  const outcome = need.outcome ? await keys.open(tx, key, need.outcome, aboutNeed(need.id, 'outcome_words')) : ''
  const done = need.answer === 'on-the-spot' ? [need.measure ?? '', outcome].filter(Boolean).join('；') : ''
  return { words: '', needs: await keys.open(tx, key, need.sealed, aboutNeed(need.id, 'words')), done, outcome }
}

const MOST = 40
/** A short form for a narrow column. */
export const inShort = (words: string): string => ([...words].length > MOST ? `${[...words].slice(0, MOST).join('')}…` : words)
