import type { Work } from '#server/platform/work.ts'
import { digestOf, frozen } from '../rules/digest.ts'
import { placeChain } from '../rules/in-force.ts'
import { packsOfOwnValues } from '../rules/own-values.ts'
import type { Pack } from '../rules/pack.ts'
import { resolveStandards, type Standards } from '../rules/standards.ts'
import { findLoaded, readContents } from '../store.ts'

/** A loaded pack never changes, so what was read once under a digest stays true. */
const packs = new Map<string, Pack>()
const resolved = new Map<string, Standards>()
const MOST_RESOLVED = 400

/** What the packs and the bureaus' own values say in a place on a day. The day is that of the fact. */
export async function standardsOn({ tx }: Pick<Work, 'tx'>, place: number, date: string): Promise<Standards> {
  const { digests, own } = await findLoaded(tx, placeChain(place))
  const name = [place, date, ...digests, ...own.map(({ id, untilOn }) => `${id} ${untilOn}`)].join('|')
  const known = resolved.get(name)
  if (known) return known
  const loaded = await readAll(tx, digests)
  const standards = resolveStandards([...loaded, ...packsOfOwnValues(own, loaded)], place, date)
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
