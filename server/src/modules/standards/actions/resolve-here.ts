import type { Work } from '#server/platform/work.ts'
import { digestOf, frozen } from '../rules/digest.ts'
import { placeChain } from '../rules/in-force.ts'
import { type OwnValue, packsOfOwnValues } from '../rules/own-values.ts'
import type { Pack } from '../rules/pack.ts'
import { resolveStandards, type Standards } from '../rules/standards.ts'
import { findLoaded, readContents } from '../store.ts'

/** A loaded pack never changes, so what was read once under a digest stays true. */
const packs = new Map<string, Pack>()
const resolved = new Map<string, Standards>()
const MOST_RESOLVED = 400

/** Within one transaction the same question has the same answer, unless the transaction itself sets a value. */
const asked = new WeakMap<Work['tx'], Map<string, Promise<Standards>>>()

/** What the packs and the bureaus' own values say in a place on a day. The day is that of the fact. */
export const standardsOn = async (work: Pick<Work, 'tx'>, place: number, date: string): Promise<Standards> => (await standardsOfPlaces(work, [place], date)).get(place)!

/** A value was set in this transaction: ask again. */
export const forgetAsked = ({ tx }: Pick<Work, 'tx'>): boolean => asked.delete(tx)

/** The same for many places at once, for lists: one round trip for all that were not asked before. */
export async function standardsOfPlaces({ tx }: Pick<Work, 'tx'>, places: readonly number[], date: string): Promise<ReadonlyMap<number, Standards>> {
  const before = asked.get(tx) ?? new Map<string, Promise<Standards>>()
  asked.set(tx, before)
  const missing = places.filter((place) => !before.has(`${place} ${date}`))
  if (missing.length > 0) {
    const found = resolveAt(tx, missing, date)
    for (const place of missing) before.set(`${place} ${date}`, found.then((all) => all.get(place)!))
  }
  return new Map(await Promise.all(places.map(async (place) => [place, await before.get(`${place} ${date}`)!] as const)))
}

async function resolveAt(tx: Work['tx'], places: readonly number[], date: string): Promise<ReadonlyMap<number, Standards>> {
  const chains = new Map(places.map((place) => [place, placeChain(place)]))
  const { digests, own } = await findLoaded(tx, [...new Set([...chains.values()].flat())])
  const loaded = await readAll(tx, digests)
  const told = new Set([...loaded, ...own].map(({ place }) => place))
  return new Map([...chains].map(([place, chain]) => [place, resolveOnce(loaded, digests, own, chain.filter((one) => told.has(one)), date)]))
}

/** Places about which nothing is said by themselves share what is said above them. */
function resolveOnce(loaded: readonly Pack[], digests: readonly string[], own: readonly OwnValue[], chain: readonly number[], date: string): Standards {
  const mine = own.filter(({ place }) => chain.includes(place))
  const name = [date, ...chain, ...digests, ...mine.map(({ id, untilOn }) => `${id} ${untilOn}`)].join('|')
  const known = resolved.get(name)
  if (known) return known
  const standards = resolveStandards([...loaded, ...packsOfOwnValues(mine, loaded)], chain, date)
  if (resolved.size >= MOST_RESOLVED) resolved.delete(resolved.keys().next().value!)
  resolved.set(name, standards)
  return standards
}

async function readAll(tx: Work['tx'], digests: readonly string[]): Promise<readonly Pack[]> {
  const missing = digests.filter((digest) => !packs.has(digest))
  if (missing.length > 0) {
    for (const { digest, content } of await readContents(tx, missing)) {
      if (digestOf(content) !== digest) throw new Error(`standards pack ${content.key} ${content.version} is not what was loaded`)
      packs.set(digest, frozen({ ...content, digest }))
    }
  }
  return digests.flatMap((digest) => packs.get(digest) ?? [])
}
