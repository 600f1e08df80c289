import { sql, type RawBuilder } from 'kysely'
import type { Found, SearchResidents } from '#api/residents.ts'
import { standardsOn } from '#server/modules/standards/index.ts'
import { peopleByReach, peopleInReach } from '#server/platform/database/index.ts'
import type { Work } from '#server/platform/work.ts'
import { openField } from '../actions/seal-fields.ts'
import { lettersOf, soundOf } from '../rules/read-person.ts'
import { readWords, type Reading } from '../rules/read-words.ts'
import { hashWith } from '../rules/tokens.ts'
import { findFile } from '../store/files.ts'
import { rowsOfFiles } from './list.ts'
import { asRows, selectRows, traceSensitive, type RawRow } from './rows.ts'

/** More files than this under the rarest word: the first ones are shown, and that there are more. */
const MOST_CANDIDATES = 2_000
/** Rows looked at for one page, since a hash may lead to a wrong one. */
const SLACK = 3

interface Hashed extends Reading {
  hashes: number[]
}

/** Finds files by any words: name, sound, initials, numbers, tails, village, group. All words must fit; the rarest is looked up first. */
export async function searchResidents(work: Work, { words, limit }: SearchResidents): Promise<Found> {
  const asked = await hashedWords(work, words)
  const hits = asked.length === 0 ? [] : await candidates(work, asked)
  const raw = hits.length === 0 ? [] : (await selectRows(work, orderedQuery(work, hits, limit * SLACK)).execute(work.tx)).rows
  const good: { row: RawRow; found: string[] }[] = []
  for (const row of raw) {
    const found = await verified(work, row, asked)
    if (found) good.push({ row, found })
  }
  const shown = await keptOnes(work, good)
  const page = shown.slice(0, limit)
  await traceSensitive(work, page.map(({ row }) => row), { asked: asked.map((word) => word.map(({ kind }) => kind)), isSensitive: false })
  const rows = await asRows(work, page.map(({ row }) => row))
  return { rows: rows.map((row, at) => ({ ...row, found: page[at]!.found })), more: shown.length > limit || hits.length > raw.length }
}

async function hashedWords(work: Work, typed: string): Promise<Hashed[][]> {
  const hash = hashWith(work.keys.derive('search tokens'))
  const standards = await standardsOn(work, work.actor.place, work.today)
  const tagsNamed = (word: string) => standards.tags().filter((tag) => tag.class !== 'P4' && (tag.title.zh === word || tag.aliases?.includes(word))).map((tag) => tag.key)
  return readWords(typed, tagsNamed).map((readings) => readings.map((reading) => ({ ...reading, hashes: [...new Set(reading.tokens.map(([kind, text]) => hash(kind, text)))] })))
}

/** Ids of files that carry, for each word, all tokens of one of its readings. */
async function candidates(work: Work, asked: readonly Hashed[][]): Promise<string[]> {
  const all = [...new Set(asked.flat().flatMap(({ hashes }) => hashes))]
  const counts = new Map((await countQuery(work, all).execute(work.tx)).rows.map(({ token, n }) => [token, Number(n)]))
  const rarest = (reading: Hashed) => reading.hashes.reduce((best, token) => ((counts.get(token) ?? 0) < (counts.get(best) ?? 0) ? token : best))
  const cost = (word: readonly Hashed[]) => word.reduce((sum, reading) => sum + (counts.get(rarest(reading)) ?? 0), 0)
  const driver = asked.reduce((best, word) => (cost(word) < cost(best) ? word : best))
  if (cost(driver) === 0) return []
  const found = await candidateQuery(work, [...new Set(driver.map(rarest))], all).execute(work.tx)
  const fits = (tokens: ReadonlySet<number>) => asked.every((word) => word.some(({ hashes }) => hashes.every((token) => tokens.has(token))))
  return found.rows.filter(({ tokens }) => fits(new Set(tokens.map(Number)))).map(({ file }) => file)
}

/** How many files carry each token, up to the most that are looked at. */
export const countQuery = ({ actor }: Work, tokens: readonly number[]): RawBuilder<{ token: number; n: number }> => sql`
  select w.token, c.n from unnest(${[...tokens]}::int8[]) w (token)
  cross join lateral (select count(*) as n from (select 1 from search_token s where s.token = w.token and ${peopleByReach(actor, 's')} limit ${MOST_CANDIDATES + 1}) counted) c`

/** Files under the driving tokens, each with those of the asked tokens it carries. */
export const candidateQuery = ({ actor }: Work, drivers: readonly number[], all: readonly number[]): RawBuilder<{ file: string; tokens: number[] }> => sql`
  select d.file, array(select o.token from search_token o where o.file = d.file and o.token = any (${[...all]}::int8[]) and ${peopleInReach(actor, 'o')}) as tokens
  from (select distinct s.file from search_token s where s.token = any (${[...drivers]}::int8[]) and ${peopleByReach(actor, 's')} limit ${MOST_CANDIDATES}) d`

export const orderedQuery = ({ actor }: Work, ids: readonly string[], limit: number): RawBuilder<unknown> => sql`
  select f.* from resident_file f where f.id = any (${[...ids]}::uuid[]) and ${peopleInReach(actor, 'f')} order by (f.closed_on is not null), f.name_sort, f.id limit ${limit}`

/** Which kinds of words truly fit the file; nothing when a hash led here by chance. */
async function verified(work: Work, row: RawRow, asked: readonly Hashed[][]): Promise<string[] | undefined> {
  const kinds: string[] = []
  for (const word of asked) {
    let fit: string | undefined
    for (const reading of word) if (await isTrue(work, row, reading)) { fit = reading.kind; break }
    if (fit === undefined) return undefined
    kinds.push(fit)
  }
  return kinds
}

async function isTrue(work: Work, row: RawRow, { kind, text, hashes }: Hashed): Promise<boolean> {
  switch (kind) {
    case 'name': return lettersOf(row.name).includes(text)
    case 'sound': return soundOf(row.name).full === text
    case 'initials': return soundOf(row.name).initials === text
    case 'identity-tail': return row.identityMask?.endsWith(text) ?? false
    case 'phone-tail': return row.phoneMask?.endsWith(text) ?? false
    case 'file': return row.fileNo === text
    case 'file-tail': return row.fileNo?.endsWith(`-${text}`) ?? false
    case 'tag': return row.tags.includes(text)
    case 'identity': case 'phone': return (await sealedValue(work, row.id, kind)) === text
    // Written parts of an address are sealed; the word is believed when its token is there.
    case 'address': return carries(work, row.id, hashes)
  }
}

async function sealedValue(work: Work, id: string, field: 'identity' | 'phone'): Promise<string | null> {
  const file = await findFile(work, id)
  return file ? openField(work, file, field) : null
}

async function carries({ tx, actor }: Work, file: string, hashes: readonly number[]): Promise<boolean> {
  const found = await tx.selectFrom('search_token as s').select('s.token').where('s.file', '=', file).where('s.token', 'in', [...hashes]).where(peopleInReach(actor, 's')).execute()
  return found.length === hashes.length
}

/** A merged file is found by its old words and shown as the one that was kept. */
async function keptOnes(work: Work, good: readonly { row: RawRow; found: string[] }[]): Promise<{ row: RawRow; found: string[] }[]> {
  const kept = new Map((await rowsOfFiles(work, good.flatMap(({ row }) => row.mergedInto ?? []))).map((row) => [row.id, row]))
  const shown = new Map<string, { row: RawRow; found: string[] }>()
  for (const { row, found } of good) {
    const one = row.mergedInto === null ? row : kept.get(row.mergedInto)
    if (one && !shown.has(one.id)) shown.set(one.id, { row: one, found })
  }
  return [...shown.values()]
}
