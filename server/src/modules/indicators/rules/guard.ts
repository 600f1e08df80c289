/** A count that may be too small to show, with its place in a list of such counts. */
export interface Guarded {
  value: number | null
  guarded: boolean
}

const isSmall = (value: number | null, threshold: number): boolean => value !== null && value > 0 && value < threshold

/** Hides a count between nothing and the threshold. */
export const guard = <T extends Guarded>(figure: T, threshold: number): T =>
  isSmall(figure.value, threshold) ? { ...figure, value: null, guarded: true } : figure

/**
 * Hides small counts of a list. Where one alone is hidden in parts that add up to a shown total, the next smallest goes with it,
 * so that it cannot be had by subtraction.
 */
export function guardAll<T extends Guarded>(cells: readonly T[], threshold: number, addUp: boolean): T[] {
  const guarded = cells.map((cell) => guard(cell, threshold))
  if (!addUp || guarded.filter((cell) => cell.guarded).length !== 1) return guarded
  const shown = guarded.filter((cell) => !cell.guarded && cell.value !== null && cell.value > 0).sort((a, b) => a.value! - b.value!)
  const next = shown[0]
  return next ? guarded.map((cell) => (cell === next ? { ...cell, value: null, guarded: true } : cell)) : guarded
}
