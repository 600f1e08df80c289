import type { Pack, Window } from './pack.ts'

/** Where a resolved value was taken from. */
export type Origin = { readonly pack: string; readonly version: string }

/** The divisions a 12-digit place stands in by its digits, itself first, the nation (0) last. */
export function placeChain(place: number): readonly number[] {
  const sizes = [1, 1e3, 1e6, 1e8, 1e10]
  return [...new Set([...sizes.map((size) => Math.floor(place / size) * size), 0])]
}

export type InForce = {
  /** Packs that decide here: nearest place first, an extending pack before those it extends. */
  readonly here: readonly Pack[]
  /** Packs of other places in force that day; their catalogues can be counted under, but decide nothing here. */
  readonly elsewhere: readonly Pack[]
}

/** Which packs are in force on a day in a place, given by its number or by its chain of divisions (nearest first). */
export function packsInForce(packs: readonly Pack[], place: number | readonly number[], date: string): InForce {
  const chain = typeof place === 'number' ? placeChain(place) : [...new Set([...place, 0])]
  const active = latestOfEach(packs.filter(({ effective }) => covers(effective, date)))
  const reached = new Set<Pack>()
  const reach = (pack: Pack): void => {
    if (reached.has(pack)) return
    reached.add(pack)
    for (const key of pack.extends) active.filter((base) => base.key === key).forEach(reach)
  }
  active.filter((pack) => chain.includes(pack.place)).forEach(reach)
  const depth = depths(active)
  const rank = (pack: Pack) => (chain.includes(pack.place) ? chain.indexOf(pack.place) : chain.length)
  const here = [...reached].sort(
    (a, b) => rank(a) - rank(b) || (depth.get(b.key) ?? 0) - (depth.get(a.key) ?? 0) || (a.key < b.key ? -1 : 1),
  )
  return { here, elsewhere: active.filter((pack) => !reached.has(pack)) }
}

/** Whether a day is within a time, both ends included. */
export function covers({ from, until }: Window, date: string): boolean {
  return from <= date && (until === null || date <= until)
}

/** A version of the same days corrects the one before it. */
const isLater = (pack: Pack, other: Pack): boolean =>
  pack.effective.from > other.effective.from || (pack.effective.from === other.effective.from && pack.version.localeCompare(other.version, 'en', { numeric: true }) > 0)

function latestOfEach(packs: readonly Pack[]): readonly Pack[] {
  const latest = new Map<string, Pack>()
  for (const pack of packs) {
    const other = latest.get(pack.key)
    if (!other || isLater(pack, other)) latest.set(pack.key, pack)
  }
  return [...latest.values()]
}

/** How many packs stand below each along its longest line of `extends`. */
function depths(packs: readonly Pack[]): ReadonlyMap<string, number> {
  const known = new Map<string, number>()
  const depthOf = (key: string, trail: readonly string[]): number => {
    const pack = packs.find((one) => one.key === key)
    if (!pack || trail.includes(key)) return -1
    const depth = known.get(key) ?? 1 + Math.max(-1, ...pack.extends.map((base) => depthOf(base, [...trail, key])))
    known.set(key, depth)
    return depth
  }
  for (const { key } of packs) depthOf(key, [])
  return known
}
