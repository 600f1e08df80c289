import { sql, type RawBuilder } from 'kysely'
import type { Similar, SimilarTo } from '#api/residents.ts'
import { peopleByReach, peopleInReach } from '#server/platform/database/index.ts'
import { checkIdentityNumber } from '#server/platform/identity-number.ts'
import type { Work } from '#server/platform/work.ts'
import { openField } from '../actions/seal-fields.ts'
import { lettersOf, sortKeyOf } from '../rules/read-person.ts'
import { isOneLetterApart } from '../rules/similar.ts'
import { hashWith } from '../rules/tokens.ts'
import { findFile } from '../store/files.ts'
import { rowsOfFiles } from './list.ts'
import { asRows, traceSensitive, type RawRow } from './rows.ts'

type Because = Similar['rows'][number]['because'][number]
const MOST_SHOWN = 8
const MOST_OF_VILLAGE = 6_000

/** Files that may be the person being typed in, most likely first, each with why. Only files the caller can see. */
export async function findSimilar(work: Work, typed: SimilarTo): Promise<Similar> {
  const { number } = checkIdentityNumber(typed.identity)
  const phone = typed.phone.replace(/\D/g, '')
  const because = new Map<string, Set<Because>>()
  const say = (file: string, why: Because) => because.set(file, (because.get(file) ?? new Set()).add(why))
  for (const id of await withNumber(work, 'identity', number.length === 18 ? number : '')) say(id, 'same-identity')
  for (const id of await withNumber(work, 'phone', phone.length >= 7 ? phone : '')) say(id, 'same-phone')
  for (const [id, why] of await withName(work, typed)) say(id, why)
  if (typed.except !== undefined) because.delete(typed.except)
  const ids = [...because].sort(([, a], [, b]) => weight(b) - weight(a)).slice(0, MOST_SHOWN).map(([id]) => id)
  const raw = (await rowsOfFiles(work, ids)).filter((row) => row.mergedInto === null).sort((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id))
  await traceSensitive(work, raw, { asked: 'similar', isSensitive: false })
  return { rows: (await asRows(work, raw)).map((row) => ({ ...row, because: [...because.get(row.id)!] })) }
}

const WEIGHTS: Record<Because, number> = {
  'same-identity': 100, 'same-name-and-birth': 40, 'same-phone': 20, 'same-sound-and-village': 15, 'near-name-and-village': 8, 'same-birth-and-village': 5,
}
const weight = (reasons: ReadonlySet<Because>): number => [...reasons].reduce((sum, why) => sum + WEIGHTS[why], 0)

/** Files whose sealed number is this one: found by its hash, then opened and compared. */
async function withNumber(work: Work, field: 'identity' | 'phone', text: string): Promise<string[]> {
  if (text === '') return []
  const token = hashWith(work.keys.derive('search tokens'))(field, text)
  const found = await work.tx.selectFrom('search_token as s').select('s.file').distinct().where('s.token', '=', token).where(peopleByReach(work.actor, 's')).limit(20).execute()
  const same: string[] = []
  for (const { file: id } of found) {
    const file = await findFile(work, id)
    if (file && (await openField(work, file, field)) === text) same.push(id)
  }
  return same
}

type Namesake = Pick<RawRow, 'id' | 'name' | 'birthOn' | 'place'>

async function withName(work: Work, typed: SimilarTo): Promise<[string, Because][]> {
  const letters = lettersOf(typed.name)
  if ([...letters].length < 2) return []
  const sound = sortKeyOf(typed.name)
  const found: [string, Because][] = []
  for (const file of (await soundQuery(work, sound).execute(work.tx)).rows) {
    if (lettersOf(file.name) === letters && typed.birthOn !== undefined && file.birthOn === typed.birthOn) found.push([file.id, 'same-name-and-birth'])
    if (file.place === typed.place) found.push([file.id, 'same-sound-and-village'])
  }
  if (typed.place === undefined) return found
  for (const file of (await villageQuery(work, typed.place).execute(work.tx)).rows) {
    if (isOneLetterApart(lettersOf(file.name), letters)) {
      found.push([file.id, 'near-name-and-village'])
      if (typed.birthOn !== undefined && file.birthOn === typed.birthOn) found.push([file.id, 'same-birth-and-village'])
    }
  }
  return found
}

export const soundQuery = ({ actor }: Work, sound: string): RawBuilder<Namesake> => sql`
  select f.id, f.name, f.birth_on as "birthOn", f.place from resident_file f
  where f.cell = ${actor.cell} and f.name_sort = ${sound} and f.merged_into is null and ${peopleInReach(actor, 'f')} limit 500`

export const villageQuery = ({ actor }: Work, place: number): RawBuilder<Namesake> => sql`
  select f.id, f.name, f.birth_on as "birthOn", f.place from resident_file f
  where f.place = ${place} and f.merged_into is null and ${peopleInReach(actor, 'f')} limit ${MOST_OF_VILLAGE}`
