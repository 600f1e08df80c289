import { randomBytes } from 'node:crypto'
import type { Client } from 'pg'
import { chance, type Chance } from '#server/demo/chance.ts'
import { nameOf } from '#server/demo/names.ts'
import { maskIdentity, maskPhone } from '#server/modules/residents/rules/masks.ts'
import { sortKeyOf } from '#server/modules/residents/rules/read-person.ts'
import { hashWith, type Hash, wordsOf } from '#server/modules/residents/rules/tokens.ts'
import { addDays } from '#server/platform/days.ts'
import { checkDigitOf } from '#server/platform/identity-number.ts'
import { Keyring, sealWith } from '#server/platform/keys/index.ts'
import { MASTER_KEY } from '../support/cluster.ts'
import { idIn, idOf } from './ids.ts'
import type { CellKeys } from './network.ts'
import { SAME, type Plan } from './plan.ts'

const AT_ONCE = 10_000
const TAGS = ['lives-alone', 'dibao', 'disabled', 'empty-nest'] as const

/** A resident as the benchmark invents him; the same for the same number in every size of the city. */
export interface Invented {
  n: number
  id: string
  place: number
  cell: number
  town: number
  station: string
  worker: string
  name: string
  sex: number
  birthOn: string
  risk: string
  identity: string
  phone: string
  tags: string[]
}

/** Where a file lies: the first belong to the town that stays the same, the others go round the rest. */
export function invent(plan: Plan, n: number): Invented {
  const others = plan.towns.length - 1
  const town = n <= SAME.residents ? plan.towns[0]! : plan.towns[1 + ((n - SAME.residents - 1) % others)]!
  const k = n <= SAME.residents ? n - 1 : Math.floor((n - SAME.residents - 1) / others)
  const dice = chance(n * 7919)
  const age = 18 + dice.below(75)
  const sex: 1 | 2 = dice.happens(0.54) ? 2 : 1
  const birthOn = addDays(plan.today, -age * 365 - dice.below(365))
  return {
    n, id: idOf('file', n), place: town.villages[k % town.villages.length]!, cell: town.cell, town: town.place, station: town.station, worker: town.workers[k % 2]!.account,
    name: nameOf(dice, sex, age), sex, birthOn, risk: ['red', 'orange', 'yellow', 'yellow', 'blue', 'blue', 'blue', 'blue'][dice.below(8)]!,
    identity: numberOf(dice, town.cell, birthOn), phone: `1380000${String(dice.below(10_000)).padStart(4, '0')}`, tags: TAGS.filter(() => dice.happens(0.22)),
  }
}

/** As scattered as real numbers, and belonging to nobody: the check digit is never the right one. */
function numberOf(dice: Chance, region: number, birthOn: string): string {
  const first17 = `${region}${birthOn.replaceAll('-', '')}${String(dice.below(1000)).padStart(3, '0')}`
  const wrong = '0123456789X'[('0123456789X'.indexOf(checkDigitOf(first17)) + 1 + dice.below(10)) % 11]!
  return first17 + wrong
}

/** Files with their groups, keys of their own, and the search words the product itself would make. */
export async function fillPeople(owner: Client, plan: Plan, cellKeys: CellKeys): Promise<void> {
  await owner.query(`create unlogged table bench_file (n int4 primary key, id uuid, person uuid, cell int4, place int8, town int8, station uuid, worker uuid, tags text[], birth_on date, sex int2, risk text)`)
  const places = new Map((await owner.query<{ code: string; name: string }>('select code::text, name from place')).rows.map(({ code, name }) => [Number(code), name]))
  const hash = remembering(hashWith(new Keyring(MASTER_KEY).derive('search tokens')))
  // The triggers of a person say who he is.
  await owner.query(`set session_replication_role = origin; insert into person (id) select ${idIn('person', 'n')} from generate_series(1, ${plan.residents}) n; set session_replication_role = replica`)
  for (let from = 1; from <= plan.residents; from += AT_ONCE) {
    const people = Array.from({ length: Math.min(AT_ONCE, plan.residents - from + 1) }, (_, i) => invent(plan, from + i))
    await addFiles(owner, plan, people)
    await addKeys(owner, people, cellKeys)
    await addTokens(owner, people, places, hash)
  }
  await owner.query(`insert into resident_tag (id, cell, place, station, dossier, file, tag, source, from_on)
    select gen_random_uuid(), cell, place, station, id, id, t, 'survey', $1::date - 420 from bench_file, unnest(tags) t`, [plan.today])
  await owner.query('analyze bench_file')
}

/** The same word of the same kind is hashed once: names and villages come again and again. */
function remembering(hash: Hash): Hash {
  const known = new Map<string, number>()
  return (kind, text) => {
    const key = `${kind} ${text}`
    const before = known.get(key)
    if (before !== undefined) return before
    const token = hash(kind, text)
    if (known.size < 100_000) known.set(key, token)
    return token
  }
}

const NOTHING = { name: '', identity: '', phone: '', fileNo: null, places: [], address: '', tags: [] }
const MOST_TOKENS = 20
const sounds = new Map<string, { sort: string; words: ReturnType<typeof wordsOf> }>()

/** Names come again and again; how one is read is the slowest part of a file. */
function soundsOf(name: string) {
  const known = sounds.get(name) ?? { sort: sortKeyOf(name), words: wordsOf({ ...NOTHING, name }) }
  sounds.set(name, known)
  return known
}

async function addFiles(owner: Client, { today }: Plan, people: readonly Invented[]) {
  const column = <K extends keyof Invented>(key: K) => people.map((one) => one[key])
  await owner.query(`insert into bench_file select n, ${idIn('file', 'n')}, ${idIn('person', 'n')}, cell, place, town, station, worker, string_to_array(tags, ' '), birth_on, sex, risk
    from unnest($1::int4[], $2::int4[], $3::int8[], $4::int8[], $5::uuid[], $6::uuid[], $7::text[], $8::date[], $9::int2[], $10::text[])
    as b (n, cell, place, town, station, worker, tags, birth_on, sex, risk)`,
  [column('n'), column('cell'), column('place'), column('town'), column('station'), column('worker'), people.map(({ tags }) => tags.join(' ')), column('birthOn'), column('sex'), column('risk')])
  await owner.query(`insert into resident_file (id, cell, place, station, dossier, person, file_no, name, name_sort, sex, birth_on, identity_sealed, identity_mask, phone_sealed, phone_mask, address_sealed,
      risk, risk_since, worker, opened_on, opened_station, opened_place, opened_village, opened_tags)
    select f.id, f.cell, f.place, f.station, f.id, f.person, s.file_no, s.name, s.sort, f.sex, f.birth_on, $6, s.identity, $6, s.phone, $6, f.risk, $7::date - 420, f.worker, $7::date - 420,
      f.station, f.place, f.place, f.tags
    from unnest($1::int4[], $2::text[], $3::text[], $4::text[], $5::text[], $8::text[]) s (n, name, sort, identity, phone, file_no) join bench_file f using (n)`,
  [column('n'), column('name'), people.map(({ name }) => soundsOf(name).sort), people.map(({ identity }) => maskIdentity(identity)), people.map(({ phone }) => maskPhone(phone)),
    randomBytes(47), today, people.map(fileNoOf)])
}

const fileNoOf = ({ town, n }: Invented): string => `${String(town).slice(0, 9)}-2025-${String(n).padStart(6, '0')}`

async function addKeys(owner: Client, people: readonly Invented[], cellKeys: CellKeys) {
  const wrapped = people.map(({ id, cell }) => sealWith(1, cellKeys.get(cell)!, randomBytes(32), `data_key ${id}`))
  await owner.query(`insert into data_key (id, cell, place, dossier, kind, suite, wrapped, wrapped_by)
    select k.id, k.cell, k.place, k.id, 'file', 1, k.wrapped, 'cell ' || k.cell from unnest($1::uuid[], $2::int4[], $3::int8[], $4::bytea[]) k (id, cell, place, wrapped)`,
  [people.map(({ id }) => id), people.map(({ cell }) => cell), people.map(({ place }) => place), wrapped])
}

async function addTokens(owner: Client, people: readonly Invented[], places: ReadonlyMap<number, string>, hash: Hash) {
  const [tokens, numbers]: [number[], number[]] = [[], []]
  for (const one of people) {
    const rest = wordsOf({ ...NOTHING, identity: one.identity, phone: one.phone, fileNo: fileNoOf(one), places: [places.get(one.place)!, places.get(one.town)!], address: `${1 + (one.n % 9)}组${one.n % 90}号`, tags: one.tags })
    const words = [...soundsOf(one.name).words, ...rest].slice(0, MOST_TOKENS)
    for (const token of new Set(words.map(([kind, text]) => hash(kind, text)))) {
      tokens.push(token)
      numbers.push(one.n)
    }
  }
  await owner.query('insert into search_token (token, place, file, cell, dossier) select t.token, f.place, f.id, f.cell, f.id from unnest($1::int8[], $2::int4[]) t (token, n) join bench_file f using (n)', [tokens, numbers])
}
