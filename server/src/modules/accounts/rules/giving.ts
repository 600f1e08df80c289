import { CASEWORKERS, VILLAGERS, type Role } from '#api/roles.ts'
import { Refusal } from '#server/platform/refusal.ts'

const COUNTY: readonly Role[] = [...CASEWORKERS, ...VILLAGERS, 'agency_manager', 'agency_finance', 'township_office', 'township_leader', 'county_bureau', 'party_department', 'evaluator']
const EVERY: readonly Role[] = [...COUNTY, 'city_bureau', 'auditor', 'administrator']

/**
 * Who may give which post, and end it, reset or close its holder's account. A head of a station its own people; a county's bureau
 * everyone in the county, its colleagues too; only an administrator, who sees no resident, makes administrators and auditors.
 */
const GIVES: Partial<Record<Role, readonly Role[]>> = {
  station_head: ['worker', ...VILLAGERS],
  county_bureau: COUNTY,
  administrator: EVERY,
}
export const GIVERS: readonly Role[] = ['station_head', 'county_bureau', 'administrator']

export const rolesToGive = (giver: string): readonly Role[] => GIVES[giver as Role] ?? []

/** Refuses a role the giver may not give. */
export function checkMayGive(giver: string, role: string): void {
  if (!rolesToGive(giver).includes(role as Role)) throw new Refusal('post.may-not-give', { role })
}

interface Unit { id: string; guidedBy: string | null }

/** A station's head gives posts at the own station and its rooms only; workers at the station itself. */
export function checkUnit(giver: { role: string; station: string | null }, role: string, unit: Unit | undefined): void {
  if (giver.role !== 'station_head') return
  const isOwn = unit !== undefined && unit.id === giver.station
  const isOwnRoom = unit !== undefined && unit.guidedBy === giver.station
  if (!isOwn && !(isOwnRoom && VILLAGERS.includes(role as (typeof VILLAGERS)[number]))) throw new Refusal('post.reach-too-wide')
}

/** Refuses ranges that leave the giver's own. Both are from, to, from, to … */
export function checkReach(giver: readonly number[], post: readonly number[]): void {
  for (let i = 0; i < post.length; i += 2) {
    const [from, to] = [post[i]!, post[i + 1]!]
    const isHeld = giver.some((start, n) => n % 2 === 0 && from >= start && to <= giver[n + 1]!)
    if (!isHeld || from > to) throw new Refusal('post.reach-too-wide')
  }
}

/** An account is in somebody's hands only when all its posts are: else resetting it would be a way up. */
export function checkInHands(giver: { role: string; account: string }, account: string, held: readonly { role: string; within: boolean }[]): void {
  if (giver.account === account) throw new Refusal('post.not-to-oneself')
  const mayGive = rolesToGive(giver.role)
  if (held.some(({ role, within }) => !within || !mayGive.includes(role as Role))) throw new Refusal('account.beyond-you')
}
