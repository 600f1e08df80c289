import type { Standards } from '#server/modules/standards/index.ts'

const known = new WeakMap<Standards, ReadonlyMap<string, readonly string[]>>()

/** For each item of each catalogue: every recorded item that counts under it – itself, those below, and those beside any of them. */
export function itemsUnder(standards: Standards): ReadonlyMap<string, readonly string[]> {
  const ready = known.get(standards)
  if (ready) return ready
  const under = new Map<string, Set<string>>()
  const add = (counts: string, recorded: string) => under.set(counts, (under.get(counts) ?? new Set()).add(recorded))
  for (const { key: catalogue } of standards.catalogues()) {
    for (const { key } of standards.items(catalogue)) {
      const places = [key, ...Object.values(standards.crosswalk(key)).flat()]
      for (const place of places) for (const counts of [place, ...standards.above(place)]) add(counts, key)
    }
  }
  const settled = new Map([...under].map(([key, recorded]) => [key, [...recorded]]))
  known.set(standards, settled)
  return settled
}

/** The recorded items that count under one item; '' is what has none yet. */
export const recordedUnder = (standards: Standards, item: string): readonly string[] => (item === '' ? [''] : itemsUnder(standards).get(item) ?? [item])
