import { sql, type RawBuilder } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asActor } from '#server/platform/database/index.ts'
import { hashOfToken } from '#server/platform/http/index.ts'
import type { Work } from '#server/platform/work.ts'
import { PLACES, startTown, type Town } from '#tests/support/town.ts'
import { conditionsOf, countQuery as countOfList, howOf, pageQuery } from './views/list.ts'
import { candidateQuery, countQuery, orderedQuery } from './views/search.ts'
import { soundQuery, villageQuery } from './views/similar.ts'
import { hashWith } from './rules/tokens.ts'
import { selectRows } from './views/rows.ts'

const FILES = 100_000
let town: Town
let common: number
let rare: number

/** A county of 100,000 files in 60 villages, every tenth protected, three groups, twelve words each. */
beforeAll(async () => {
  town = await startTown()
  const hash = hashWith(town.keys.derive('search tokens'))
  common = hash('name', '王')
  rare = hash('name', '贠')
  await town.owner.query(`insert into place (code, name, level, parent, edition) select ${PLACES.east} + 300 + n, '村' || n, 'village', ${PLACES.east}, 'test' from generate_series(1, 30) n`)
  await town.owner.query(`insert into place (code, name, level, parent, edition) select ${PLACES.west} + 300 + n, '村' || n, 'village', ${PLACES.west}, 'test' from generate_series(1, 30) n`)
  await town.owner.query(`alter table resident_file disable trigger user; alter table resident_tag disable trigger user`)
  await town.owner.query(`insert into resident_file (id, cell, place, station, dossier, protected, person, name, name_sort, sex, birth_on, risk, worker, opened_on)
    select id, 510421, case when n % 2 = 0 then ${PLACES.east} else ${PLACES.west} end + 301 + (n / 2) % 30, case when n % 2 = 0 then $1::uuid else $2::uuid end, id, n % 10 = 0, gen_random_uuid(),
      '王' || n, 'wang' || md5(n::text), 1 + n % 2, date '1940-01-01' + n % 25000, (array['red', 'orange', 'yellow', 'blue'])[1 + n % 4], case when n % 40 = 0 then $3::uuid else gen_random_uuid() end, '2025-01-01'
    from (select n, gen_random_uuid() as id from generate_series(1, ${FILES}) n) t`, [town.stations.east.id, town.stations.west.id, town.workers.east.account])
  await town.owner.query(`insert into resident_tag (id, cell, place, station, dossier, protected, file, tag, source, from_on)
    select gen_random_uuid(), cell, place, station, id, protected, id, (array['lives-alone', 'dibao', 'veteran'])[1 + (hashtext(id::text) & 1023) % 3], 'survey', '2025-01-01' from resident_file`)
  await town.owner.query(`insert into search_token (token, place, file, cell, dossier) select $1, place, id, cell, id from resident_file where not protected`, [common])
  await town.owner.query(`insert into search_token (token, place, file, cell, dossier) select $1, place, id, cell, id from resident_file where not protected limit 40`, [rare])
  await town.owner.query(`insert into search_token (token, place, file, cell, dossier)
    select (hashtext(f.id::text || n)::int8 & 8191) + 10000000, f.place, f.id, f.cell, f.id from resident_file f, generate_series(1, 10) n where not f.protected on conflict do nothing`)
  await town.owner.query('vacuum analyze resident_file, resident_tag, search_token, place, station, account')
}, 300_000)
afterAll(() => town.stop())

interface Node { 'Node Type': string; 'Relation Name'?: string; 'Actual Rows'?: number; Plans?: Node[] }
const nodesOf = (node: Node): Node[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)]

const scansOf = (plan: Node) => nodesOf(plan).filter((node) => node['Node Type'].includes('Seq Scan') && /resident_|search_token/.test(node['Relation Name'] ?? '')).map((node) => node['Relation Name'])

async function asPerson<T>(who: Town['workers']['east'], work: Parameters<typeof asActor<T>>[3]): Promise<T> {
  const token = hashOfToken((await town.as(who)).cookie.split('=')[1]!)
  return asActor(town.database, { token, post: who.post, at: town.clock.now(), today: town.clock.today() }, (found) => found as never, work)
}

/** Runs a query as this person, through the same door as the server, and gives its plan and how long it took. */
async function planOf(who: Town['workers']['east'], query: (work: Work) => RawBuilder<unknown>) {
  return asPerson(who, async (tx, actor) => {
    const answer = await sql<{ 'QUERY PLAN': [{ Plan: Node; 'Execution Time': number }] }>`explain (analyze, format json) ${query({ tx, actor, today: town.clock.today() } as Work)}`.execute(tx)
    const [{ Plan, 'Execution Time': ms }] = answer.rows[0]!['QUERY PLAN']
    return { scans: scansOf(Plan), ms, shape: nodesOf(Plan).map((node) => node['Node Type']) }
  })
}

/** The plan PostgreSQL makes for a kept statement without knowing its values. */
async function planKept(who: Town['workers']['east'], queries: (work: Work) => RawBuilder<unknown>[]) {
  return asPerson(who, async (tx, actor) => {
    await sql`set local plan_cache_mode = force_generic_plan`.execute(tx)
    const scans: unknown[] = []
    const how: boolean[] = []
    for (const [n, query] of queries({ tx, actor, today: town.clock.today() } as Work).entries()) {
      const { sql: text, parameters } = query.compile(tx)
      how.push(text.startsWith('/*kept*/'))
      await sql.raw(`prepare kept_${n} as ${text}`).execute(tx)
      const values = parameters.map((value) => `'${String(value).replaceAll("'", "''")}'`)
      const answer = await sql<{ 'QUERY PLAN': [{ Plan: Node }] }>`${sql.raw(`explain (format json) execute kept_${n} (${values.join()})`)}`.execute(tx)
      scans.push(...scansOf(answer.rows[0]!['QUERY PLAN'][0].Plan))
      await sql.raw(`deallocate kept_${n}`).execute(tx)
    }
    return { scans, how }
  })
}

const filter = (change = {}) => ({ limit: 50, state: 'open' as const, ...change })
const page = (change = {}) => (work: Work) => selectRows(work, pageQuery(conditionsOf(work, filter(change)), sql`true`, 51))
const ROLES = ['east', 'county', 'township', 'supervisor'] as const

test.each(ROLES.flatMap((role) => [
  [role, 'a page of everything in reach', page()], [role, 'a village', page({ place: PLACES.east + 305 })], [role, 'a station', page({ station: 'own' })],
  [role, 'one worker', page({ worker: 'own' })], [role, 'a group', page({ tags: ['veteran'] })], [role, 'the count', (work: Work) => countOfList(conditionsOf(work, filter()))],
  [role, 'the page after', (work: Work) => pageQuery(conditionsOf(work, filter()), sql`(f.name_sort, f.id) > ('wang8', '00000000-0000-0000-0000-000000000000'::uuid)`, 51)],
] as [typeof ROLES[number], string, (work: Work) => RawBuilder<unknown>][]))('for %s a list by %s reads no table whole', async (role, name, query) => {
  const own = name === 'a station' ? page({ station: town.stations.east.id }) : name === 'one worker' ? page({ worker: town.workers.east.account }) : query
  const { scans, ms } = await planOf(town.workers[role], own)
  expect([name, scans]).toEqual([name, []])
  expect(ms).toBeLessThan(1_000)
})

test.each([['a station', () => filter({ station: town.stations.east.id })], ['one worker', () => filter({ worker: town.workers.east.account })]] as const)('the one plan kept for every value of %s reads no table whole', async (_, asked) => {
  const { scans, how } = await planKept(town.workers.east, (work) => [selectRows(work, pageQuery(conditionsOf(work, asked()), sql`true`, 51), howOf(asked())), countOfList(conditionsOf(work, asked()), howOf(asked()))])
  expect([scans, how]).toEqual([[], [true, true]])
})

test.each(['east', 'head', 'supervisor', 'cadre'] as const)('for %s a search reads no table whole, by a common word or a rare one', async (role) => {
  const who = town.workers[role]
  const plans = [
    await planOf(who, (work) => countQuery(work, [common, rare])), await planOf(who, (work) => candidateQuery(work, [common], [common, rare])),
    await planOf(who, (work) => candidateQuery(work, [rare], [common, rare])), await planOf(who, (work) => soundQuery(work, 'wangxiuying')), await planOf(who, (work) => villageQuery(work, PLACES.east + 305)),
  ]
  expect(plans.map(({ scans }) => scans)).toEqual(plans.map(() => []))
  for (const { ms } of plans) expect(ms).toBeLessThan(1_000)
  const ids = (await town.owner.query('select id from resident_file where not protected limit 2000')).rows.map((row) => row.id)
  expect((await planOf(who, (work) => selectRows(work, orderedQuery(work, ids, 60)))).scans).toEqual([])
})

test('a search among 100,000 people answers well within five seconds', async () => {
  const started = performance.now()
  for (const who of [town.workers.east, town.workers.supervisor]) {
    const { status, body } = await town.ask(who, 'POST', '/residents/search', { words: '王' })
    expect([status, body.rows.length, body.more]).toEqual([200, 20, true])
  }
  expect(performance.now() - started).toBeLessThan(5_000)
})
