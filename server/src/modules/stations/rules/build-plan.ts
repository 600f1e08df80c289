import type { BuildPlanView } from '#api/stations.ts'

/** Open stations of one tier at one place. */
export type Counted = { county: number; township: number; place: number; tier: string; redistricted: boolean; n: number }
type Task = { general: number; township: number; room: number }
type Tiers = BuildPlanView['total']
type Pair = Tiers['total']

const plus = (pairs: readonly Pair[]): Pair => ({
  // A sum with one plan missing is still the sum of those that are there; no plan at all is none.
  plan: pairs.every(({ plan }) => plan === null) ? null : pairs.reduce((sum, { plan }) => sum + (plan ?? 0), 0),
  actual: pairs.reduce((sum, { actual }) => sum + actual, 0),
})

/** Plan against actual of one county. */
export function pairsOf(counted: readonly Counted[], task: Task | undefined): Tiers {
  const pair = (tier: keyof Task): Pair => ({ plan: task?.[tier] ?? null, actual: counted.filter((one) => one.tier === tier).reduce((sum, { n }) => sum + n, 0) })
  const [general, township, room] = [pair('general'), pair('township'), pair('room')]
  return { general, township, room, total: plus([general, township, room]) }
}

export function sumOf(rows: readonly Tiers[]): Tiers {
  const column = (tier: keyof Tiers) => plus(rows.map((row) => row[tier]))
  return { general: column('general'), township: column('township'), room: column('room'), total: column('total') }
}

/** Townships that have a station or a room of their own, and villages that have a room (standards: R044). */
export function coverageOf(county: number, counted: readonly Counted[], townships: readonly { county: number; place: number; villages: number }[]) {
  const mine = townships.filter((one) => one.county === county)
  const served = new Set(counted.filter((one) => one.county === county && one.tier !== 'general').map(({ township }) => township))
  const rooms = new Set(counted.filter((one) => one.county === county && one.tier === 'room').map(({ place }) => place))
  return {
    townships: { covered: mine.filter(({ place }) => served.has(place)).length, of: mine.length },
    villages: { covered: rooms.size, of: mine.reduce((sum, { villages }) => sum + villages, 0) },
  }
}
