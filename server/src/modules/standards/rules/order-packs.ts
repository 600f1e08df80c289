import type { Problem } from './problem.ts'

export type Ordered = {
  /** Names in the order to read them: a pack after all it extends. */
  readonly order: readonly string[]
  /** Circles of `extends`, each once, as the keys along it. */
  readonly circles: readonly (readonly string[])[]
}

/** Puts packs (key → keys it extends) so that each comes after those it extends. */
export function orderPacks(packs: ReadonlyMap<string, readonly string[]>): Ordered {
  const order: string[] = []
  const circles: string[][] = []
  const state = new Map<string, 'open' | 'done'>()
  const visit = (key: string, trail: readonly string[]): void => {
    if (state.get(key) === 'done') return
    if (state.get(key) === 'open') {
      circles.push([...trail.slice(trail.indexOf(key)), key])
      return
    }
    state.set(key, 'open')
    for (const base of packs.get(key) ?? []) if (packs.has(base)) visit(base, [...trail, key])
    state.set(key, 'done')
    order.push(key)
  }
  for (const key of packs.keys()) visit(key, [])
  return { order, circles }
}

/** The problem that a circle of packs makes, on the pack.yaml where it was found. */
export function circleProblem(circle: readonly string[]): Problem {
  return { file: 'pack.yaml', line: 1, column: 1, code: 'extends.cycle', details: { chain: circle.join(' → ') } }
}
