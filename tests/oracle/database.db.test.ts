import { sql } from 'kysely'
import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { admit, asActor, type Tx } from '#server/platform/database/index.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { startTown, type Town } from '#tests/support/town.ts'
import { seesNetwork, seesPerson } from './model.ts'
import { TEMPLATES } from './templates.ts'
import { buildWorld, chance, type World } from './world.ts'

const seed = Number(process.env.ORACLE_SEED ?? Math.floor(Math.random() * 1e9))
let town: Town
let world: World
beforeAll(async () => {
  town = await startTown()
  world = await buildWorld(town.owner, seed, town.clock.now())
})
afterAll(() => town.stop())

/** Row key of what a post finds in a table, with nothing but the database between it and the rows. */
async function found(tx: Tx, table: string): Promise<Set<string>> {
  const key = { search_token: 'file', record_person: 'record', form_answer: 'form', history: 'row_id', tally_tail: 'place', tally_day: 'place' }[table] ?? 'id'
  const { rows } = await sql<{ key: string }>`select ${sql.ref(key)}::text as key from ${sql.table(table)}`.execute(tx)
  return new Set(rows.map((row) => row.key))
}
const keyOf = (row: World['rows'][number]) => (['tally_tail', 'tally_day'].includes(row.table) ? String(row.place) : row.table === 'search_token' ? row.dossier : row.id)

const decide = async (): Promise<{ decisions: number; wrong: string[] }> => {
  const dice = chance(seed + 1)
  const wrong: string[] = []
  let decisions = 0
  for (const post of world.posts) {
    const opened = world.circle.filter((member) => member.post === post.post || dice.next() < 0.1).map((member) => member.dossier)
    const entry = asActor(town.database, { token: createHash('sha256').update(post.token).digest(), post: post.post, at: town.clock.now(), today: town.clock.today() }, (at) => {
      if (!at || at.post === null) throw new Refusal('post.not-held')
      return at as never
    }, async (tx, actor) => {
      for (const dossier of opened) await admit({ tx, actor, now: town.clock.now() }, dossier)
      for (const [table, template] of Object.entries(TEMPLATES)) {
        const seen = await found(tx, table)
        for (const row of world.rows.filter((one) => one.table === table)) {
          const may = template.kind === 'people' ? seesPerson(post, row, world.circle, opened) : seesNetwork(post, row)
          decisions++
          if (may !== seen.has(keyOf(row))) wrong.push(`${table} ${row.place} protected=${row.protected} for ${post.role} ${post.reach}: should ${may ? '' : 'not '}be seen`)
        }
      }
    })
    await entry.catch((error) => { if (!(error instanceof Refusal) || post.inForce) throw error })
  }
  return { decisions, wrong }
}

test('the database alone shows each post its reach and its circles, and no row more or less', async () => {
  const { decisions, wrong } = await decide()
  expect(wrong, `seed ${seed}`).toEqual([])
  expect(decisions).toBeGreaterThan(5000)
})

test('every table that holds a place stands in the oracle', async () => {
  const { rows } = await town.owner.query(`select c.table_name as name from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
    where c.table_schema = 'public' and c.column_name = 'place' and t.table_type = 'BASE TABLE'`)
  // Names of legal persons and parameters in force are everybody's to read; the others show each account its own, or nothing but through a function.
  const apart = ['audit_leaf', 'outbox', 'standards_pack', 'account', 'post', 'circle_member', 'conflict_of_interest', 'break_glass', 'notice', 'calendar_feed', 'push_subscription', 'made_file', 'parameter_value', 'organisation', 'public_receipt']
  expect(rows.map((row) => row.name).filter((name) => !(name in TEMPLATES) && !apart.includes(name))).toEqual([])
})

test('every table about people hides its adults from a child director', async () => {
  const { rows } = await town.owner.query(`select c.relname as name, array(select p.polname::text from pg_policy p
      where p.polrelid = c.oid and p.polname in ('see_people_in_reach', 'change_people_in_reach') and pg_get_expr(p.polqual, c.oid) like '%app.children%' order by 1) as said
    from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and has_any_column_privilege('wulian_app', c.oid, 'select') and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'dossier')`)
  // Each post sees only its own of these.
  const apart = ['circle_member', 'conflict_of_interest', 'break_glass']
  expect(rows.filter(({ name, said }) => !apart.includes(name) && said.join(' ') !== 'change_people_in_reach see_people_in_reach').map(({ name }) => name)).toEqual([])
  expect(rows.length).toBeGreaterThan(10)
})

const everything = 'using (true)'
const FAULTS: [string, string][] = [
  ['a policy that lets everybody see the files', `create policy fault on resident_file for select to wulian_app ${everything}`],
  ['row security off for records', 'alter table record disable row level security'],
  ['a policy on needs that forgot protection', `drop policy see_people_in_reach on need; do $$ begin execute 'create policy see_people_in_reach on need for select to wulian_app using (' || app.in_range('people') || ')'; end $$`],
  ['a policy on duties that forgot the place', `create policy fault on duty for select to wulian_app using (not protected)`],
  ['consent shown by the reach of the network instead of people', `do $$ begin execute 'create policy fault on consent for select to wulian_app using (not protected and ' || app.in_range('reach') || ')'; end $$`],
  ['search tokens without a policy worth the name', `create policy fault on search_token for select to wulian_app ${everything}`],
  ['an admission that forgets its hour', `create or replace function app.admit(to_dossier uuid, at timestamptz) returns boolean language sql security definer set search_path = pg_catalog, public as $$ select exists (select from circle_member m where m.dossier = to_dossier and m.post = app.current_post()) $$`],
  ['an admission that forgets whose it is', `create or replace function app.admit(to_dossier uuid, at timestamptz) returns boolean language sql security definer set search_path = pg_catalog, public as $$ select exists (select from circle_member m where m.dossier = to_dossier and m.from_at <= at and (m.until_at is null or m.until_at > at)) $$`],
  ['an admission that forgets a conflict of interest', `create or replace function app.in_conflict(of_account uuid, with_dossier uuid, at timestamptz) returns boolean language sql stable as $$ select false $$`],
  ['a role that sees people although it must not', `alter table role disable row level security; update role set people = 'full' where key = 'agency_manager'`],
  ['a station list for the whole country', `create policy fault on station for select to wulian_app ${everything}`],
  ['history open to all', `create policy fault on history for select to wulian_app ${everything}`],
  ['a child director who sees a whole village', `do $$ begin execute 'alter policy see_people_in_reach on resident_file using (' || app.may_add_people() || ')'; end $$`],
  ['a policy that hides what a post may see', `create policy fault on household as restrictive for select to wulian_app using (place % 2 = 0)`],
]

test.each(FAULTS)('the oracle notices %s', async (_, fault) => {
  const copy = await startTown()
  const [keptTown, keptWorld] = [town, world]
  try {
    town = copy
    world = await buildWorld(copy.owner, seed, copy.clock.now())
    await copy.owner.query(fault)
    expect((await decide()).wrong.length).toBeGreaterThan(0)
  } finally {
    town = keptTown
    world = keptWorld
    await copy.stop()
  }
})
