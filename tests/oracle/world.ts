import { createHash, randomBytes, randomUUID } from 'node:crypto'
import type { Client } from 'pg'
import { ROLES } from '#api/roles.ts'
import type { Membership, ModelPost, ModelRow } from './model.ts'
import { TEMPLATES } from './templates.ts'

/** Repeatable chance: the seed of a failing run is printed and can be given again. */
export function chance(seed: number) {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  return { next, pick: <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)]!, below: (n: number) => Math.floor(next() * n) }
}

export interface World {
  posts: (ModelPost & { token: string; place: number })[]
  rows: ModelRow[]
  circle: Membership[]
  places: number[]
}

const COUNTIES = [510421, 510422]

/** Two counties of random towns, stations, posts of every role at every distance, and rows in every table about people. */
export async function buildWorld(owner: Client, seed: number, now: Date): Promise<World> {
  const dice = chance(seed)
  const places = await addPlaces(owner)
  const towns = places.filter((place) => place % 1000 === 0 && place % 1_000_000 !== 0)
  const villages = places.filter((place) => place % 1000 !== 0)
  const dossiers = Array.from({ length: 40 }, () => ({ id: randomUUID(), place: dice.pick(villages), station: randomUUID(), isProtected: dice.next() < 0.25, isChild: dice.next() < 0.4 }))

  const posts: World['posts'] = []
  for (const role of ROLES) {
    for (const place of [dice.pick(towns), dice.pick(villages), dice.pick(COUNTIES) * 1_000_000, 510400000000]) posts.push(await addPost(owner, dice, role, place, towns, now))
  }
  const rows: ModelRow[] = []
  const children = new Map<string, number>()
  await owner.query("set session_replication_role = 'replica'")
  for (const [table, template] of Object.entries(TEMPLATES)) {
    for (const dossier of dossiers) {
      if (dice.next() < 0.4) continue
      // A fact lies at the station's place, a file at its village; sometimes a row of a dossier lies elsewhere, after a move.
      const place = template.kind === 'network' ? dice.pick(places) : dice.next() < 0.7 ? dossier.place : dossier.place - (dossier.place % 1000)
      const id = table === 'resident_file' ? dossier.id : randomUUID()
      if (table === 'resident_file' && dossier.isChild) children.set(id, place)
      const row = { table, id, place, dossier: dossier.id, protected: dossier.isProtected && template.kind === 'people', childAt: children.get(dossier.id) }
      if (table === 'search_token' && row.protected) continue
      if (rows.some((known) => known.table === table && known.id === id)) continue
      await insert(owner, table, { ...template.columns({ id, dossier: dossier.id, place, station: dossier.station }), cell: Math.floor(place / 1_000_000), place,
        ...(template.kind === 'people' && { dossier: dossier.id, protected: row.protected }), ...(table === 'resident_file' && dossier.isChild && { birth_on: '2012-09-01' }) })
      rows.push(row)
    }
  }
  const circle = await addCircle(owner, dice, dossiers.filter((dossier) => dossier.isProtected), posts, now)
  await owner.query("set session_replication_role = 'origin'")
  return { posts, rows, circle, places }
}

async function addPlaces(owner: Client): Promise<number[]> {
  const codes: [number, string, number | null][] = [[510000000000, 'province', null], [510400000000, 'city', 510000000000]]
  for (const county of COUNTIES) {
    codes.push([county * 1_000_000, 'county', 510400000000])
    for (const town of [100, 101, 200]) {
      const code = county * 1_000_000 + town * 1000
      codes.push([code, 'township', county * 1_000_000])
      for (const village of [201, 202]) codes.push([code + village, 'village', code])
    }
  }
  for (const [code, level, parent] of codes) {
    await owner.query(`insert into place (code, name, level, parent, edition) values ($1, $2, $3, $4, 'oracle') on conflict do nothing`, [code, `地${code}`, level, parent])
  }
  return codes.filter(([, level]) => level === 'county' || level === 'township' || level === 'village').map(([code]) => code)
}

const widthOf = (place: number) => (place % 100_000_000 === 0 ? 99_999_999 : place % 1_000_000 === 0 ? 999_999 : place % 1000 === 0 ? 999 : 0)

async function addPost(owner: Client, dice: ReturnType<typeof chance>, role: string, place: number, towns: number[], now: Date) {
  const [account, post, token] = [randomUUID(), randomUUID(), randomBytes(24).toString('base64url')]
  const reach = [place, place + widthOf(place)]
  if (dice.next() < 0.3) {
    const second = dice.pick(towns)
    reach.push(second, second + 999)
  }
  // Whoever reaches everything is there, whatever the dice say: a fault of his role must show.
  const ended = dice.next() < 0.15 && place !== 510400000000
  const cell = Math.floor(place / 1_000_000)
  await owner.query(`insert into account (id, cell, place, name, sign_in_name) values ($1, $2, $3, $4, $5)`, [account, cell, place, role, `o${account.slice(0, 8)}${account.slice(9, 13)}`])
  await owner.query(`insert into post (id, cell, place, account, role, title, reach, from_on, until_on) values ($1, $2, $3, $4, $5, $5, $6, $7::date - 90, case when $8 then $7::date - 1 end)`,
    [post, cell, place, account, role, `{${reach.join(',')}}`, now, ended])
  await owner.query(`insert into session (id, token_hash, account, stage, device_name, made_at, seen_at, ends_at) values ($1, $2, $3, 'open', 'oracle', $4, $4, $4::timestamptz + interval '9 hours')`,
    [randomUUID(), createHash('sha256').update(token).digest(), account, now])
  return { account, post, role, reach, inForce: !ended, token, place }
}

async function addCircle(owner: Client, dice: ReturnType<typeof chance>, dossiers: { id: string; place: number }[], posts: World['posts'], now: Date) {
  const circle: Membership[] = []
  for (const dossier of dossiers) {
    for (const kind of ['circle', 'share', 'break-glass'] as const) {
      const post = dice.pick(posts)
      const [from, until] = dice.pick([[-48, null], [-48, 3], [-48, -1], [5, null]] as [number, number | null][])
      await owner.query(`insert into circle_member (id, cell, place, dossier, post, kind, from_at, until_at, why) values ($1, $2, $3, $4, $5, $6, $7::timestamptz + make_interval(hours => $8), $7::timestamptz + make_interval(hours => $9), 'oracle')`,
        [randomUUID(), Math.floor(dossier.place / 1_000_000), dossier.place, dossier.id, post.post, kind, now, from, until])
      circle.push({ post: post.post, dossier: dossier.id, inForce: from <= 0 && (until === null || until > 0), conflict: false })
    }
  }
  return addConflicts(owner, dice, now, circle, posts)
}

/** Some of those who would be let in are in conflict of interest, some were, and some will be. */
export async function addConflicts(owner: Client, dice: ReturnType<typeof chance>, now: Date, circle: Membership[], posts: readonly ModelPost[]): Promise<Membership[]> {
  const accountOf = new Map(posts.map(({ post, account }) => [post, account]))
  const inConflict = new Set<string>()
  const known = new Set<string>()
  // One at least who would be let in today, whatever the dice say: a fault that forgets him must show.
  const sure = circle.find((member) => member.inForce && posts.some(({ post, inForce }) => post === member.post && inForce))
  const sureKey = sure && `${accountOf.get(sure.post)} ${sure.dossier}`
  for (const { post, dossier } of circle) {
    const account = accountOf.get(post)!
    const key = `${account} ${dossier}`
    if (known.has(key) || (dice.next() < 0.4 && key !== sureKey)) continue
    known.add(key)
    const [from, until] = key === sureKey ? [-48, null] : dice.pick([[-48, null], [-48, null], [-48, 3], [-48, -1], [5, null]] as [number, number | null][])
    await owner.query(`insert into conflict_of_interest (id, cell, place, dossier, account, kind, from_at, until_at) values ($1, 510421, 510421000000, $2, $3, 'family', $4::timestamptz + make_interval(hours => $5), $4::timestamptz + make_interval(hours => $6))`,
      [randomUUID(), dossier, account, now, from, until])
    if (from <= 0 && (until === null || until > 0)) inConflict.add(key)
  }
  return circle.map((member) => ({ ...member, conflict: inConflict.has(`${accountOf.get(member.post)} ${member.dossier}`) }))
}

async function insert(owner: Client, table: string, columns: Record<string, unknown>) {
  const names = Object.keys(columns)
  await owner.query(`insert into ${table} (${names.join(', ')}) values (${names.map((_, n) => `$${n + 1}`).join(', ')})`, Object.values(columns))
}
