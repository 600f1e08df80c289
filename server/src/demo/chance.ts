export interface Chance {
  /** 0 ≤ x < 1 */
  next(): number
  below(n: number): number
  pick<T>(list: readonly T[]): T
  happens(probability: number): boolean
}

/** The same numbers for the same seed: everybody's demo town is the same town. */
export function chance(seed: number): Chance {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  return {
    next,
    below: (n) => Math.floor(next() * n),
    pick: (list) => list[Math.floor(next() * list.length)]!,
    happens: (probability) => next() < probability,
  }
}
