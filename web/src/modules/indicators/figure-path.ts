import type { FigureOpens } from '#api/indicators.ts'

/** The page of the facts behind a figure. Codes, days and ids only: nothing personal stands in an address. */
export function figurePath({ indicator, scope, period, only = {} }: FigureOpens): string {
  const id = scope.by === 'station' ? scope.station : scope.by === 'place' ? scope.place : scope.by === 'contract' ? scope.contract : scope.worker
  const days = 'name' in period ? { period: period.name } : 'contract' in period ? { contract: period.contract } : { from: period.from, to: period.to }
  const fields = { indicator, by: scope.by, id: String(id), ...days, ...Object.fromEntries(Object.entries(only).map(([key, value]) => [`only-${key}`, String(value)])) }
  return `/figures?${new URLSearchParams(fields)}`
}

/** The figure an address names; undefined when it is none. */
export function figureOf(f: Record<string, string>): FigureOpens | undefined {
  const { indicator, by, id } = f
  if (!indicator || !id) return undefined
  const scope = by === 'station' ? { by, station: id } as const : by === 'place' ? { by, place: Number(id) } as const : by === 'contract' ? { by, contract: id } as const : by === 'worker' ? { by, worker: id } as const : undefined
  const period = f.period ? { name: f.period } : f.contract ? { contract: f.contract } : f.from && f.to ? { from: f.from, to: f.to } : undefined
  if (!scope || !period) return undefined
  const only = Object.fromEntries(Object.entries(f).filter(([key]) => key.startsWith('only-')).map(([key, value]) => [key.slice(5), key === 'only-place' ? Number(value) : value]))
  return { indicator, scope, period, only }
}

/** Minutes as hours and fen as yuan: the unit people read. */
export const shownOf = (value: number, unit: string): number => (unit === 'hour' ? Math.round(value / 6) / 10 : unit === 'fen' ? Math.round(value / 100) : value)
