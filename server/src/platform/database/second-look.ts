import { sql, type RawBuilder, type SqlBool } from 'kysely'
import { Refusal } from '../refusal.ts'
import type { Actor } from './enter.ts'

type Condition = RawBuilder<SqlBool>

const inRanges = (reach: readonly number[], column: string): Condition => {
  const ranges = []
  for (let i = 0; i < reach.length; i += 2) ranges.push(sql`${sql.ref(column)} between ${reach[i]}::int8 and ${reach[i + 1]}::int8`)
  return sql<SqlBool>`(${sql.join(ranges, sql` or `)})`
}

/**
 * Says nothing to the planner: such a condition it takes to hold, and uses no index for it. What leads a query – a station, a worker,
 * an id – lies in reach already; multiplied as if independent, the two made it expect one row of a hundred and forgo the order of its index.
 */
const asCheck = (condition: Condition): Condition => sql<SqlBool>`nullif(${condition}, false) is not null`

/**
 * The service's own look at who may see a row about people, beside the row policy that says the same. Every query over such
 * rows carries it, so that a policy lost in a migration or a restore still shows nobody a stranger.
 */
export const peopleInReach = (actor: Actor, alias: string): Condition => (actor.trusting ? sql<SqlBool>`true` : asCheck(peopleByReach(actor, alias)))

/** The same for a query that nothing else leads to its rows: an index on place may. */
export function peopleByReach(actor: Actor, alias: string): Condition {
  if (actor.trusting) return sql<SqlBool>`true`
  const admitted = actor.admitted.length > 0 ? sql`or ${sql.ref(`${alias}.dossier`)} = any (${actor.admitted}::uuid[])` : sql``
  if (actor.people === 'none') return actor.admitted.length > 0 ? sql<SqlBool>`(${sql.ref(`${alias}.dossier`)} = any (${actor.admitted}::uuid[]))` : sql<SqlBool>`false`
  const child = actor.children ? sql`and ${sql.ref(`${alias}.dossier`)} = any (${actor.children}::uuid[])` : sql``
  return sql<SqlBool>`((not ${sql.ref(`${alias}.protected`)} and ${inRanges(actor.reach, `${alias}.place`)} ${child}) ${admitted})`
}

/** The same for a place that something new is to lie at. */
export const requirePlaceInReach = ({ trusting, reach }: Actor, place: number): void => {
  if (!trusting && !reach.some((from, i) => i % 2 === 0 && place >= from && place <= reach[i + 1]!)) throw new Refusal('post.may-not')
}

/** The same for stations, contracts, figures and reports: place alone decides. */
export const networkInReach = (actor: Actor, alias: string): Condition => (actor.trusting ? sql<SqlBool>`true` : asCheck(networkByReach(actor, alias)))

/** The same for a query that nothing else leads to its rows. */
export const networkByReach = (actor: Actor, alias: string): Condition => (actor.trusting ? sql<SqlBool>`true` : inRanges(actor.reach, `${alias}.place`))

/** The same for colleagues: those whose account lies in reach, and oneself. */
export const accountInReach = (actor: Actor, alias: string): Condition => (actor.trusting ? sql<SqlBool>`true` : asCheck(accountByReach(actor, alias)))

/** The same for a query that nothing else leads to its rows. */
export const accountByReach = (actor: Actor, alias: string): Condition =>
  sql<SqlBool>`(${networkByReach(actor, alias)} or ${sql.ref(`${alias}.id`)} = ${actor.account}::uuid)`
