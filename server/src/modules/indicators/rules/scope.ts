import type { FigureOnly } from '#api/indicators.ts'

/** Whose facts are counted, once the database has said that the scope exists for the reader. */
export interface Scope {
  by: 'station' | 'place' | 'contract' | 'worker'
  title: string
  /** Where the standards are asked and, by place, whose residents are counted. */
  place: number
  stations: string[] | null
  contract: string | null
  worker: string | null
  served: [number, number] | null
}

/** The range of division codes inside a place. */
export function placesInside(place: number): [number, number] {
  if (place % 10_000_000_000 === 0) return [place, place + 9_999_999_999]
  if (place % 100_000_000 === 0) return [place, place + 99_999_999]
  if (place % 1_000_000 === 0) return [place, place + 999_999]
  return place % 1000 === 0 ? [place, place + 999] : [place, place]
}

const isVillage = (place: number): boolean => place % 1000 !== 0

/** A whole county or more: the only scope whose totals count protected facts. */
export const isWide = ({ by, place }: Pick<Scope, 'by' | 'place'>): boolean => by === 'place' && place % 1_000_000 === 0

/** Narrowed to a group or a village, so that a small count points at somebody. */
export const isFine = ({ by, place }: Pick<Scope, 'by' | 'place'>, only: FigureOnly, cut?: string): boolean =>
  only.tag !== undefined || cut === 'tag' || cut === 'village' || (by === 'place' && isVillage(place)) || (only.place !== undefined && isVillage(only.place))

export const isNarrowed = (only: FigureOnly): boolean => Object.values(only).some((value) => value !== undefined)
