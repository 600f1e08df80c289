import type { Pack } from './pack.ts'

/** For each other catalogue, the items that stand beside an item. */
export type Crosswalk = Readonly<Record<string, readonly string[]>>

/**
 * Items of other catalogues under which a record made under `item` counts too. Links work in both directions; where two
 * catalogues have no link of their own, one catalogue between them is used.
 */
export function crosswalkOf(packs: readonly Pack[], item: string): Crosswalk {
  const catalogueOf = new Map(packs.flatMap(({ catalogue }) => (catalogue?.items ?? []).map(({ key }) => [key, catalogue?.key ?? ''])))
  const direct = beside(packs, item)
  const own = catalogueOf.get(item)
  const result: Record<string, string[]> = {}
  const add = (keys: readonly string[]) => {
    for (const key of keys) {
      const catalogue = catalogueOf.get(key)
      if (catalogue === undefined || catalogue === own || settled.has(catalogue)) continue
      result[catalogue] = [...(result[catalogue] ?? []).filter((other) => other !== key), key]
    }
  }
  const settled = new Set<string>()
  add(direct)
  for (const catalogue of Object.keys(result)) settled.add(catalogue)
  for (const key of direct) add(beside(packs, key))
  for (const list of Object.values(result)) list.sort()
  return result
}

function beside(packs: readonly Pack[], item: string): readonly string[] {
  return packs.flatMap(({ crosswalk }) =>
    crosswalk.flatMap(({ from, to }) => (from === item ? to : to.includes(item) ? [from] : [])),
  )
}
