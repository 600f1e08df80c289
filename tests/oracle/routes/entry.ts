import type { ModelPost } from '../model.ts'
import type { RoutePost, RouteRow, RouteWorld } from '../route-world.ts'

/** The list of roles, said once more: this folder must not import from server/. */
export const STAFF = ['worker', 'station_head', 'general_worker', 'general_supervisor']
export const VILLAGE = ['village_cadre', 'child_director']
export const SERVE = [...STAFF, ...VILLAGE]
export const MASKED = ['township_office', 'county_bureau']
export const SEE = [...SERVE, ...MASKED]
export const DIRECT = ['township_office', 'township_leader', 'county_bureau', 'city_bureau', 'party_department']
export const AGENCY = ['agency_manager', 'agency_finance']
export const FIGURES = [...STAFF, ...AGENCY, ...DIRECT, 'evaluator']
export const GIVE = ['station_head', 'county_bureau', 'administrator']

export type Who = readonly string[] | 'signed-in' | 'session' | 'anyone'

/** One request that reads, and what it may show. */
export interface Read {
  url: string
  body?: object
  headers?: Record<string, string>
  payload?: Buffer
  /** These rows, and no other row of their table, when they are visible. */
  lists?: { table: string; when: (row: RouteRow) => boolean }
  /** This row, or what a row that is not there answers. */
  one?: RouteRow
  /** Its dossier is opened when the circle lets this post in. */
  opens?: boolean
  /** Shows every dossier whose circle this post belongs to. */
  circles?: boolean
  /** Who sees the one row, beyond the rule of its kind. */
  seenBy?: (post: RoutePost) => boolean
  /** Tables whose ids stand in visible rows of another table, on purpose. */
  mayName?: readonly string[]
  /** Tables of the network whose names everybody may read here. */
  mayTell?: readonly string[]
  check?: (json: any, post: RoutePost) => string[]
}

/** Ids a write speaks about. */
export interface Ids {
  file: RouteRow
  /** Another file of the same station. */
  other: RouteRow
  household: RouteRow
  tag: RouteRow
  consent: RouteRow
  record: RouteRow
  need: RouteRow
  duty: RouteRow
  blob: RouteRow
  undelivered: RouteRow
  service: RouteRow
  /** A filled form, somebody, a goal and an approval of that service. */
  filled: RouteRow
  member: RouteRow
  goal: RouteRow
  approval: RouteRow
  batch: RouteRow
  station: RouteRow
  contract: RouteRow
  organisation: RouteRow
  cover: RouteRow
  event: RouteRow
  check: RouteRow
  report: RouteRow
  /** A colleague's post and account. */
  post: { id: string; version: number }
  account: { id: string; version: number }
  /** A village, and a town. */
  village: { id: number }
  town: { id: number }
  parameter: { id: string }
  /** The post of an evaluator in the county. */
  evaluator: { id: string }
  session: { id: string }
}
export interface Write {
  /** Which of the ids it names. Each is forged in turn. */
  names: readonly (keyof Ids)[]
  ask: (ids: Ids, post: RoutePost) => { url: string; body?: object; headers?: Record<string, string>; payload?: Buffer }
  /** The same with ids made now, where `ask` names what is there. */
  fresh?: Write['ask']
  /** Not tried by a rightful hand: it needs more than ids. */
  onlyRefused?: boolean
  /** Ids that need not lie in reach. */
  anywhere?: readonly (keyof Ids)[]
  /** Whose rightful hand it is, when not every role listed. */
  by?: (post: RoutePost) => boolean
}
export interface Entry {
  who: Who
  reads?: (world: RouteWorld, post: RoutePost) => Read[]
  write?: Write
}
export type Entries = Record<string, Entry>

export const reaches = (post: ModelPost, place: number) => post.reach.some((from, i) => i % 2 === 0 && place >= from && place <= post.reach[i + 1]!)
/** The ranges of a post as places that can be asked for. */
export const ranges = (post: ModelPost): { place: number; from: number; to: number }[] =>
  post.reach.flatMap((from, i) => (i % 2 === 0 ? [{ place: from, from, to: post.reach[i + 1]! }] : []))
export const of = (world: RouteWorld, table: string) => world.rows.filter((row) => row.table === table)
/** Some rows of a table, other ones each time. */
export function some(world: RouteWorld, table: string, n: number, fits: (row: RouteRow) => boolean = () => true): RouteRow[] {
  const all = of(world, table).filter(fits)
  return Array.from({ length: Math.min(n, all.length) }, () => world.dice.pick(all))
}
