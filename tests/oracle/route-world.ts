import { randomUUID } from 'node:crypto'
import { ROLES } from '#api/roles.ts'
import type { Town } from '#tests/support/town.ts'
import type { Membership, ModelPost, ModelRow } from './model.ts'
import { addConflicts, chance } from './world.ts'

/** What a row must not let out: its id, names of people, words about them, titles of the network. */
export type Secret = 'id' | 'name' | 'words' | 'title'

export interface RouteRow extends ModelRow {
  kind: 'people' | 'network' | 'account'
  station: string | null
  /** The resident it is about. */
  file: string | null
  name: string | null
  version: number
  /** A network row known from any of these places: a contract from its county and its stations. */
  places: number[]
  closed: boolean
  more: Record<string, any>
}
export interface RoutePost extends ModelPost {
  id: string
  headers: Record<string, string>
  place: number
  station: string | null
}
export interface RouteWorld {
  town: Town
  posts: RoutePost[]
  rows: RouteRow[]
  circle: Membership[]
  /** Post and record or need of every spot check. */
  drawn: Set<string>
  /** Everything that betrays a row when it is found in an answer. */
  betrays: Map<string, { row: RouteRow; secret: Secret }>
  dice: ReturnType<typeof chance>
  /** When a row was added under its id. */
  byId: Map<string, RouteRow>
}

const SIGNS = [...'甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳']
/** Names that are found as residents are found, in letters: 鸟甲乙丙丁. */
export const BIRD = /[鸟词站约报][甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳]{4}/g
let counter = 0
export function bird(kind: '鸟' | '词' | '站' | '约' | '报'): string {
  // Multiplied by an odd number, so that neighbours share no letters in order.
  let n = (counter++ * 40503 + 977) & 0xffff
  let text = ''
  for (let i = 0; i < 4; i++) { text += SIGNS[n & 15]; n >>= 4 }
  return kind + text
}

export const FAR = { village: 510422100201, village2: 510422101201, town2: 510422101000 } as const
const widthOf = (place: number) => (place % 100_000_000 === 0 ? 99_999_999 : place % 1_000_000 === 0 ? 999_999 : place % 1000 === 0 ? 999 : 0)

/** Posts of every role at every distance: village, town, far town, county, other county, city; with two ranges; and ended ones. */
export async function addPosts(town: Town, seed: number): Promise<RoutePost[]> {
  const dice = chance(seed)
  const { stations: s } = town
  const at: [number, string | null][] = [[510421100000, s.east.id], [510421100201, s.room.id], [510422100000, s.far.id], [510421000000, s.general.id], [510422000000, null]]
  const posts: RoutePost[] = []
  for (const role of ROLES) {
    const places = [...at, dice.pick(at), [510400000000, null] as [number, null]]
    for (const [n, [place, station]] of places.entries()) {
      if (n === 1 && !['worker', 'village_cadre', 'child_director', 'township_office'].includes(role) && dice.next() < 0.5) continue
      const made = await town.addPost(role, place, station)
      const reach = [place, place + widthOf(place)]
      if (n === 5) reach.push(...(place >= 510422000000 ? [510421101000, 510421101999] : [510422101000, 510422101999]))
      const ended = n === 4 && dice.next() < 0.6
      await town.owner.query(`update post set reach = $2, until_on = case when $3 then $4::date - 1 end where id = $1`, [made.post, `{${reach.join(',')}}`, ended, town.clock.today()])
      posts.push({ id: made.post, account: made.account, post: made.post, role, reach, inForce: !ended, place, station, headers: await town.as(made) })
    }
  }
  return posts
}

/** A network wider than the town's: the other county has a general station and a second town. */
export async function widenTown(town: Town) {
  const { owner } = town
  const place = (code: number, name: string, level: string, parent: number) => owner.query(`insert into place (code, name, level, parent, edition) values ($1, $2, $3, $4, 'test')`, [code, name, level, parent])
  await place(FAR.village, '纳尔河村', 'village', 510422100000)
  await place(FAR.town2, '红格镇', 'township', 510422000000)
  await place(FAR.village2, '昔格达村', 'village', FAR.town2)
  const stations = { ...town.stations, farGeneral: await town.addStation(510422000000, 'general', bird('站')), far2: await town.addStation(FAR.town2, 'township', bird('站')) }
  for (const one of Object.values(town.stations)) {
    one.name = bird('站')
    await owner.query('update station set name = $2 where id = $1', [one.id, one.name])
  }
  await owner.query('update station set guided_by = $2 where id = any ($1)', [[stations.far.id, stations.far2.id], stations.farGeneral.id])
  return stations
}

/** Circles, shares and break-glass of the protected: in force, over and not yet begun. */
export async function addCircles(town: Town, seed: number, hidden: readonly RouteRow[], posts: readonly RoutePost[]): Promise<Membership[]> {
  const dice = chance(seed + 2)
  const circle: Membership[] = []
  const opening = posts.filter((post) => !['agency_manager', 'party_department', 'evaluator'].includes(post.role) || dice.next() < 0.2)
  for (const { dossier, place } of hidden) {
    for (const kind of ['circle', 'circle', 'share', 'break-glass'] as const) {
      const post = dice.pick(opening)
      const [from, until] = dice.pick([[-48, null], [-48, 3], [-48, -1], [5, null]] as [number, number | null][])
      await town.owner.query(`insert into circle_member (id, cell, place, dossier, post, kind, from_at, until_at, why) values ($1, $2, $3, $4, $5, $6, $7::timestamptz + make_interval(hours => $8), $7::timestamptz + make_interval(hours => $9), 'oracle')`,
        [randomUUID(), Math.floor(place / 1_000_000), place, dossier, post.post, kind, town.clock.now(), from, until])
      circle.push({ post: post.post, dossier, inForce: from <= 0 && (until === null || until > 0), conflict: false })
    }
  }
  return addConflicts(town.owner, dice, town.clock.now(), circle, posts)
}
