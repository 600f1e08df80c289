import { cellOf, reachOf } from '#server/modules/places/index.ts'
import { Refusal } from '#server/platform/refusal.ts'

export interface Span {
  cell: number
  /** The smallest place that holds all of it. */
  place: number
  to: number
}

/** The span of an area: a village, a town or a county. One county at most. */
export function spanOf(area: readonly number[]): Span {
  const [first, ...others] = area.map((place) => ({ place, ...reachOf(place) }))
  const cell = cellOf(first!.place)
  if (area.some((place) => cellOf(place) !== cell)) throw new Refusal('event.one-county')
  const holds = (outer: { from: number; to: number }) => others.every(({ from, to }) => from >= outer.from && to <= outer.to)
  const town = reachOf(first!.place - (first!.place % 1000))
  const span = holds(first!) ? first! : holds(town) ? town : reachOf(cell * 1_000_000)
  return { cell, place: span.from, to: span.to }
}

/** What is printed on paper and said on the phone: the day it began and four characters of its id. */
export const codeOf = (id: string, beganOn: string): string => `YJ${beganOn.replaceAll('-', '').slice(2)}-${id.slice(-4).toUpperCase()}`
