import type { SaveStation, Tier } from '#api/stations.ts'
import { cellOf, isDivisionCode, levelOf } from '#server/modules/places/index.ts'
import type { Standards } from '#server/modules/standards/index.ts'
import { Refusal } from '#server/platform/refusal.ts'

const RANK: Record<Tier, number> = { general: 1, township: 2, room: 3 }
/** A city without counties (东莞) has its general station at the city. */
const LEVELS: Record<Tier, readonly string[]> = { general: ['county', 'city'], township: ['township'], room: ['village'] }

export function checkPlaceOfTier(tier: Tier, place: number): void {
  if (!isDivisionCode(place)) throw new Refusal('place.not-found')
  if (!LEVELS[tier].includes(levelOf(place))) throw new Refusal('station.wrong-level')
}

type Guide = { id: string; tier: string; place: number; closed_on: string | null }
/** Stations are guided by their general station, rooms also by their township's. */
export function checkGuide(station: { tier: Tier; place: number }, guide: Guide | undefined): void {
  const fits = guide && guide.closed_on === null && RANK[guide.tier as Tier] < RANK[station.tier] && cellOf(guide.place) === cellOf(station.place)
  if (!fits) throw new Refusal('station.cannot-guide')
}

export function checkDays({ openedOn, closedOn }: Pick<SaveStation, 'openedOn' | 'closedOn'>): void {
  if (closedOn !== null && (openedOn === null || closedOn < openedOn)) throw new Refusal('station.closed-before-opened')
}

type Coded = Pick<SaveStation, 'operatorMode' | 'hostType' | 'buildMode' | 'pilots'>
const LISTS = { operatorMode: 'operator-mode', hostType: 'host-type', buildMode: 'build-mode', pilots: 'pilot-flag' } as const

/** Refuses a code that is not offered here today; what the station already says may stay. */
export function checkCodes(input: Coded, kept: Coded | undefined, standards: Standards): void {
  for (const [field, list] of Object.entries(LISTS) as [keyof Coded, string][]) {
    const before = [kept?.[field] ?? []].flat()
    for (const value of [input[field] ?? []].flat()) {
      if (!before.includes(value) && !standards.codes(list).some(({ key }) => key === value)) throw new Refusal('code.unknown', { field, value })
    }
  }
}
