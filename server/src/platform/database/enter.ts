import { sql, type Transaction } from 'kysely'
import { kept } from './kept.ts'
import { isUniqueViolation, type Database } from './open.ts'
import type { DB } from './schema.ts'

export type Tx = Transaction<DB>

/** Who is asking, from which post, and how far it reaches. Comes from the database, never from the request body. */
export interface Actor {
  session: string
  account: string
  accountName: string
  post: string
  role: string
  people: 'full' | 'masked' | 'none'
  writes: boolean
  audits: boolean
  place: number
  cell: number
  station: string | null
  organisation: string | null
  contract: string | null
  /** One to four ranges: from, to, from, to … */
  reach: number[]
  steppedUpAt: Date | null
  /** Dossiers opened by `admit` for this transaction. */
  admitted: string[]
  /** What a child director may see: dossiers of the children in reach, and of what he wrote. Nobody else has such a list. */
  children?: string[]
  /** Tests of the database's own defence switch the service's second look off. Never set by the server. */
  trusting?: boolean
}

/** What `app.enter` found: a session, and a post when one is held. */
export type Entered = Omit<Actor, 'admitted' | 'post' | 'role' | 'people' | 'writes' | 'audits' | 'place' | 'cell' | 'reach'> & {
  stage: 'second-factor' | 'open' | 'locked'
  /** The password was given by somebody else and serves only to choose an own one. */
  mustChange: boolean
  seenAt: Date
} & { [K in 'post' | 'role' | 'people' | 'writes' | 'audits' | 'place' | 'cell' | 'reach']: Actor[K] | null }

export interface Credentials {
  token: Uint8Array
  post: string | undefined
  at: Date
  today: string
}

/** Looks the session and post up. Undefined when the token opens nothing. */
export async function lookUp(tx: Tx, { token, post, at, today }: Credentials): Promise<Entered | undefined> {
  const found = await sql<Entered>`${kept}
    select session, stage, account, account_name as "accountName", must_change as "mustChange", seen_at as "seenAt", post, role, people, writes, audits,
      post_place as place, cell, station, organisation, contract, reach, stepped_up_at as "steppedUpAt"
    from app.enter(${Buffer.from(token)}, ${post ?? null}::uuid, ${at}, ${today}::date)`.execute(tx)
  return found.rows[0]
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const word = /^[a-z_]{1,40}$/

function literal(value: string, shape: RegExp): string {
  if (!shape.test(value)) throw new Error('a setting of the wrong shape')
  return `'${value}'`
}

/**
 * The one place that opens row security for a transaction. Citus passes SET LOCAL on to its nodes and set_config not;
 * SET takes no parameters, so every literal is checked against its shape first.
 */
export async function setReach(tx: Tx, actor: Actor, today: string): Promise<void> {
  const settings = [
    `set local app.account = ${literal(actor.account, uuid)}`,
    `set local app.post = ${literal(actor.post, uuid)}`,
    `set local app.role = ${literal(actor.role, word)}`,
    `set local app.writes = '${actor.writes ? 'on' : 'off'}'`,
    `set local app.audits = '${actor.audits ? 'on' : 'off'}'`,
  ]
  const ranges: string[] = []
  for (let i = 0; i < actor.reach.length; i += 2) {
    const [from, to] = [actor.reach[i], actor.reach[i + 1]]
    if (!Number.isSafeInteger(from) || !Number.isSafeInteger(to)) throw new Error('a reach that is no number')
    ranges.push(`[${from},${to}]`)
    const n = i / 2 + 1
    settings.push(`set local app.reach_from${n} = '${from}'`, `set local app.reach_to${n} = '${to}'`)
    if (actor.people !== 'none') settings.push(`set local app.people_from${n} = '${from}'`, `set local app.people_to${n} = '${to}'`)
  }
  const whole = (kind: 'reach' | 'people') =>
    `set local app.${kind}_ranges = '{${ranges.join()}}'; set local app.${kind}_main_from = '${actor.reach[0] ?? ''}'; set local app.${kind}_main_to = '${actor.reach[1] ?? ''}'`
  settings.push(whole('reach'))
  const people = whole('people')
  if (actor.people !== 'none' && actor.role !== 'child_director') settings.push(people)
  await sql.raw(settings.join('; ')).execute(tx)
  if (actor.role !== 'child_director') return
  const found = await sql<{ id: string }>`select id from app.children_in_reach(${today}::date) as id`.execute(tx)
  actor.children = found.rows.map(({ id }) => id)
  // Reach and list together: with reach alone he would see the grown-ups too.
  await sql.raw(`set local app.children = ${list(actor.children)}; ${people}`).execute(tx)
}

/** What a child director begins now is not on his list yet, and he goes on with it in the same transaction. */
export async function seeOwn({ tx, actor }: { tx: Tx; actor: Actor }, dossier: string): Promise<void> {
  if (!actor.children) return
  actor.children.push(dossier)
  await sql.raw(`set local app.children = ${list(actor.children)}`).execute(tx)
}

const list = (ids: readonly string[]): string => `'{${ids.map((id) => literal(id, uuid).slice(1, -1)).join(',')}}'`

/** Opens dossiers outside reach or protected for the rest of this transaction, each checked and traced by the database. */
export async function admit({ tx, actor, now }: { tx: Tx; actor: Actor; now: Date }, dossier: string): Promise<boolean> {
  if (actor.admitted.includes(dossier)) return true
  const answer = await sql<{ admitted: boolean }>`select app.admit(${dossier}::uuid, ${now}) as admitted`.execute(tx)
  if (!answer.rows[0]?.admitted) return false
  actor.admitted.push(dossier)
  await sql.raw(`set local app.admitted = ${list(actor.admitted)}`).execute(tx)
  return true
}

/** One transaction inside one account's own sign-in rows and nothing else. */
export function asSigningIn<T>(db: Database, account: string, work: (tx: Tx) => Promise<T>): Promise<T> {
  return db.transaction().execute(async (tx) => {
    await sql.raw(`set local app.signing_in = ${literal(account, uuid)}; set local app.account = ${literal(account, uuid)}`).execute(tx)
    return work(tx)
  })
}

/** One transaction inside the sign-in rows of the account whose session this token opens. */
export function asSelf<T>(db: Database, credentials: Credentials, check: (found: Entered | undefined) => Entered, work: (tx: Tx, self: Entered) => Promise<T>): Promise<T> {
  return db.transaction().execute(async (tx) => {
    const self = check(await lookUp(tx, credentials))
    const account = literal(self.account, uuid)
    await sql.raw(`set local app.signing_in = ${account}; set local app.account = ${account}`).execute(tx)
    return work(tx, self)
  })
}

/** Notes that a session was used; the database keeps it to once a minute. */
export async function touchSession(db: Database, session: string, at: Date): Promise<void> {
  await sql`select app.touch_session(${session}::uuid, ${at})`.execute(db)
}

/**
 * One transaction as this actor, whose session was looked up a moment ago in the same transaction by `check`. When the key of a row let
 * another request in first, all is done once more: `work` then finds what the other wrote, if this actor may see it.
 */
export async function asActor<T>(db: Database, credentials: Credentials, check: (found: Entered | undefined) => Omit<Actor, 'admitted'>, work: (tx: Tx, actor: Actor) => Promise<T>): Promise<T> {
  const once = () => db.transaction().execute(async (tx) => {
    const actor = { ...check(await lookUp(tx, credentials)), admitted: [] }
    await setReach(tx, actor, credentials.today)
    return work(tx, actor)
  })
  return onceMore(once)
}

const onceMore = <T>(once: () => Promise<T>): Promise<T> => once().catch((error: unknown) => {
  if (isUniqueViolation(error)) return once()
  throw error
})

/** Somebody without an account who came through a door of ours, and the one dossier it leads to. */
export interface Guest {
  /** What he came through stands where an account would. */
  id: string
  name: string
  place: number
  cell: number
  station: string
  dossier: string
  /** Where its network is wider than the one place. */
  reach?: readonly [number, number]
}

/**
 * One transaction of a guest whom `find` recognises: no people, the network of one place, and a single dossier. The policies hold for him as for
 * anybody. A second sending that met the first under way is done once more.
 */
export function asGuest<T>(db: Database, find: (tx: Tx) => Promise<Guest>, today: string, work: (tx: Tx, actor: Actor) => Promise<T>): Promise<T> {
  const once = () => db.transaction().execute(async (tx) => {
    const { id, name, place, cell, station, dossier, reach = [place, place] } = await find(tx)
    const actor: Actor = {
      session: id, account: id, accountName: name, post: id, role: 'guest', people: 'none', writes: true, audits: false, place, cell, station, organisation: null, contract: null,
      reach: [...reach], steppedUpAt: null, admitted: [dossier],
    }
    await setReach(tx, actor, today)
    await sql.raw(`set local app.admitted = ${list(actor.admitted)}`).execute(tx)
    return work(tx, actor)
  })
  return onceMore(once)
}

/** One transaction for a job that runs as who asked for it. Undefined when that post is no longer held. */
export function asJobOf<T>(db: Database, who: { account: string; post: string; today: string }, work: (tx: Tx, actor: Actor) => Promise<T>): Promise<T | undefined> {
  return db.transaction().execute(async (tx) => {
    const found = await sql<Actor>`
      select session, account, account_name as "accountName", post, role, people, writes, audits, post_place as place, cell, station,
        organisation, contract, reach, stepped_up_at as "steppedUpAt"
      from app.enter_for_job(${who.account}::uuid, ${who.post}::uuid, ${who.today}::date)`.execute(tx)
    if (!found.rows[0]) return undefined
    const actor: Actor = { ...found.rows[0], admitted: [] }
    await setReach(tx, actor, who.today)
    return work(tx, actor)
  })
}
