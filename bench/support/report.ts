/** One measured thing: what it is, what was asked of it, and what came out. */
export interface Table {
  title: string
  /** Data sizes, clients and what exactly was compared. */
  about: string
  columns: string[]
  rows: (string | number)[][]
}

/** A run of something slow is cut short after three rounds or so long, whichever is later. */
export const LONGEST_RUN_MS = 10_000

export interface Spread {
  median: number
  min: number
  max: number
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b)
  if (sorted.length === 0) return { median: Number.NaN, min: Number.NaN, max: Number.NaN }
  const middle = Math.floor(sorted.length / 2)
  const median = sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
  return { median, min: sorted[0]!, max: sorted.at(-1)! }
}

/** The value below which `share` of all lie. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted.length === 0 ? Number.NaN : sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!
}

const digits = (n: number): string => (!Number.isFinite(n) ? '—' : Math.abs(n) >= 100 ? String(Math.round(n)) : Math.abs(n) >= 10 ? n.toFixed(1) : n.toFixed(2))

/** 12.3 (11.9–13.0) */
export const shown = (values: readonly number[]): string => {
  const { median, min, max } = spreadOf(values)
  return values.length < 2 ? digits(median) : `${digits(median)} (${digits(min)}–${digits(max)})`
}

/** Ratios of runs that were made one after the other, so that a slow minute of the machine slows both. */
export const ratios = (above: readonly number[], below: readonly number[]): number[] => above.map((value, n) => value / below[n]!)

/** The median ratio against its target, in words. */
export function judged(values: readonly number[], target: { atMost: number } | { atLeast: number }): string {
  const { median } = spreadOf(values)
  if (!Number.isFinite(median)) return '—'
  const met = 'atMost' in target ? median <= target.atMost : median >= target.atLeast
  return `${met ? 'yes' : 'NO'} (${'atMost' in target ? `≤ ${target.atMost}` : `≥ ${target.atLeast}`})`
}

export function asMarkdown({ title, about, columns, rows }: Table): string {
  const line = (cells: readonly (string | number)[]) => `| ${cells.map((cell) => String(cell).replaceAll('|', '\\|')).join(' | ')} |`
  return [`## ${title}`, '', about, '', line(columns), line(columns.map(() => '---')), ...rows.map(line), ''].join('\n')
}

export const say = (words: string): void => { console.error(`${new Date().toISOString().slice(11, 19)} ${words}`) }

/** Runs each of `sides` once, `runs` times over, and gives what each came to in every run. */
export async function interleaved<T>(runs: number, sides: readonly (() => Promise<T>)[]): Promise<T[][]> {
  const found: T[][] = sides.map(() => [])
  for (let run = 0; run < runs; run++) {
    for (const [n, side] of sides.entries()) found[n]!.push(await side())
  }
  return found
}
