import type { Client } from 'pg'
import type { Http } from '#server/platform/http/index.ts'

/** What the mocked modules of the service do wrong at the moment. */
export const broken: { people?: string[]; network?: string[]; accounts?: boolean; protection?: boolean; adults?: boolean; masks?: boolean; wide?: boolean } = {}
export const mend = () => { for (const key of Object.keys(broken)) delete broken[key as keyof typeof broken] }

/** A fault in the database, with the routes on which it must show. */
export interface DatabaseFault { name: string; fault: string; undo: string; on: string[] }
const everything = 'using (true)'
const opened = (table: string) => ({ fault: `create policy fault on ${table} for select to wulian_app ${everything}`, undo: `drop policy fault on ${table}` })
const forgot = (table: string) => ({
  fault: `drop policy see_people_in_reach on ${table}; do $$ begin execute 'create policy see_people_in_reach on ${table} for select to wulian_app using (' || app.in_range('people') || ')'; end $$`,
  undo: `drop policy see_people_in_reach on ${table}; do $$ begin execute 'create policy see_people_in_reach on ${table} for select to wulian_app using (' || app.may_see_people() || ')'; end $$`,
})
const seesBy = (table: string, which: string) => `do $$ begin execute 'alter policy see_people_in_reach on ${table} using (' || app.${which}() || ')'; end $$`
const ADMIT = (where: string) => `create or replace function app.admit(to_dossier uuid, at timestamptz) returns boolean language sql security definer set search_path = pg_catalog, public as $$ select exists (select from circle_member m where m.dossier = to_dossier ${where}) $$`

export const DATABASE_FAULTS: DatabaseFault[] = [
  { name: 'everybody sees the files', ...opened('resident_file'), on: ['POST /residents/list'] },
  { name: 'row security off for records', fault: 'alter table record disable row level security', undo: 'alter table record enable row level security', on: ['POST /records/list'] },
  { name: 'needs that forgot protection', ...forgot('need'), on: ['POST /needs/list'] },
  { name: 'files that forgot protection', ...forgot('resident_file'), on: ['POST /residents/list'] },
  { name: 'duties without their place', fault: 'create policy fault on duty for select to wulian_app using (not protected)', undo: 'drop policy fault on duty; drop policy if exists fault on resident_file', on: ['POST /today', 'GET /residents/:id'] },
  { name: 'people shown by the reach of the network', fault: `do $$ begin execute 'create policy fault on resident_file for select to wulian_app using (not protected and ' || app.in_range('reach') || ')'; end $$`, undo: 'drop policy fault on resident_file', on: ['POST /residents/list'] },
  { name: 'an admission that forgets its hour', fault: ADMIT('and m.post = app.current_post()'), undo: '', on: ['GET /residents/:id', 'GET /records/:id', 'GET /needs/:id'] },
  { name: 'an admission that forgets whose it is', fault: ADMIT('and m.from_at <= at and (m.until_at is null or m.until_at > at)'), undo: '', on: ['GET /residents/:id'] },
  { name: 'an admission that forgets a conflict of interest', fault: ADMIT('and m.post = app.current_post() and m.from_at <= at and (m.until_at is null or m.until_at > at)'), undo: '', on: ['GET /residents/:id', 'GET /records/:id', 'GET /needs/:id'] },
  { name: 'stations of the whole country', ...opened('station'), on: ['POST /stations/list'] },
  { name: 'households open to all', ...opened('household'), on: ['GET /households/:id'] },
  { name: 'records that forgot protection', ...forgot('record'), on: ['POST /records/list'] },
  { name: 'needs open to all', ...opened('need'), on: ['POST /needs/list'] },
  {
    name: 'adults open to child directors', on: ['POST /residents/list'],
    fault: seesBy('resident_file', 'may_add_people'), undo: seesBy('resident_file', 'may_see_people'),
  },
  { name: 'accounts open to all', ...opened('account'), on: ['POST /accounts/list'] },
]
// A duty shows only beside its file; both must be lost for a stranger to stand there.
DATABASE_FAULTS[4]!.fault += '; create policy fault on resident_file for select to wulian_app using (not protected)'

/** Applies a fault and gives back how to undo it. */
export async function breakDatabase(owner: Client, { fault, undo }: DatabaseFault): Promise<() => Promise<unknown>> {
  const kept = fault.startsWith('create or replace function') ? (await owner.query(`select pg_get_functiondef('app.admit'::regproc) as text`)).rows[0].text as string : undo
  await owner.query(fault)
  return () => owner.query(kept)
}

export const SERVICE_FAULTS: [string, () => void, string[]][] = [
  ['files without the look', () => { broken.people = ['f'] }, ['POST /residents/list']],
  ['records without the look', () => { broken.people = ['r', 'record'] }, ['POST /records/list']],
  ['needs without the look', () => { broken.people = ['n'] }, ['POST /needs/list']],
  ['households without the look', () => { broken.people = ['h'] }, ['GET /households/:id']],
  ['stored files without the look', () => { broken.people = ['b'] }, ['GET /files/:id']],
  ['stations of a contract without the look', () => { broken.network = ['cs', 's'] }, ['GET /contracts/:id']],
  ['stations without the look', () => { broken.network = ['s', 'g', 'station'] }, ['POST /stations/list']],
  ['reports without the look', () => { broken.network = ['r', 'report', 'station'] }, ['GET /reports', 'GET /reports/:station/:month']],
  ['accounts without the look', () => { broken.accounts = true }, ['POST /accounts/list']],
  ['protection ignored', () => { broken.protection = true }, ['POST /residents/list']],
  ['adults shown to child directors', () => { broken.adults = true }, ['POST /residents/list']],
  ['names unmasked', () => { broken.masks = true }, ['POST /residents/list']],
  ['a reach without an end', () => { broken.wide = true }, ['POST /records/list']],
]

type Said = { url: string; method: string; status: number; text: string }
/** The service through a pipe that changes what it says. */
const saying = (change: (said: Said) => Partial<Said> | undefined) => (app: Http): Http => ({
  inject: async (asked: { url: string; method: string }) => {
    const answer = await app.inject(asked as never) as unknown as { statusCode: number; body: string; headers: object; rawPayload: Buffer }
    const changed = change({ url: asked.url, method: asked.method, status: answer.statusCode, text: answer.body })
    return changed ? { ...answer, headers: answer.headers, rawPayload: answer.rawPayload, statusCode: changed.status ?? answer.statusCode, body: changed.text ?? answer.body } : answer
  },
}) as unknown as Http
const withoutLast = (text: string) => { const json = JSON.parse(text); json.rows.pop(); return JSON.stringify(json) }

export const SAYING_FAULTS: [string, (app: Http) => Http, string[]][] = [
  ['a list that lacks a row', saying(({ url, status, text }) => (status === 200 && url.endsWith('/residents/list') ? { text: withoutLast(text) } : undefined)), ['POST /residents/list']],
  ['a search that finds nobody', saying(({ url, status }) => (status === 200 && url.endsWith('/search') ? { text: '{"rows":[],"more":false}' } : undefined)), ['POST /residents/search']],
  ['403 where a row is out of reach', saying(({ url, status }) => (status === 404 && url.includes('/records/') ? { status: 403 } : undefined)), ['GET /records/:id']],
  ['a 404 that names the id', saying(({ url, status, text }) => (status === 404 ? { text: text.replace('"details":{}', `"details":{"id":"${url.slice(-36)}"}`) } : undefined)), ['GET /needs/:id']],
  ['an error that repeats what was sent', saying(({ url, status, text }) => (status === 403 && url.endsWith('/residents/list') ? { status: 500, text } : undefined)), ['POST /residents/list']],
  ['a role too many', saying(({ url, status }) => (status === 403 && url.endsWith('/covers') ? { status: 200, text: '{"rows":[]}' } : undefined)), ['GET /covers']],
  ['a role too few', saying(({ url, status }) => (status === 200 && url.endsWith('/board') ? { status: 403, text: '{"code":"post.may-not"}' } : undefined)), ['GET /board']],
  ['a page that does not open', saying(({ url, status }) => (status === 200 && url.includes('/residents/') ? { status: 404 } : undefined)), ['GET /residents/:id']],
  ['an ended post that is answered', saying(({ status, text }) => (text.includes('post.not-held') ? { status: 200, text: '{"rows":[]}' } : { status })), ['POST /stations/list']],
  ['an account too many', saying(({ url, status, text }) => (status === 200 && url.endsWith('/accounts/list') ? { text: withoutLast(text) } : undefined)), ['POST /accounts/list']],
]
