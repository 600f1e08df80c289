/** A home and its door; the number where its address tells one. */
export interface Door { place: number; section: string; door: number | null }
interface Home { place: number; section: string; state: string }

/**
 * Homes still to be visited first; among them those of the group and then of the village where one was last, door by door from there; the
 * other villages and groups in their order. Nobody walks from village to village and back for a number that lies between.
 */
export function byNearness<H extends Home>(homes: readonly H[], doorOf: (home: H) => number | null, last: Door | undefined): H[] {
  const waits = ({ state }: H) => (state === 'open' || state === 'nobody' ? 0 : 1)
  const away = ({ place, section }: H) => (place !== last?.place ? 2 : section !== last.section ? 1 : 0)
  const far = (home: H) => {
    const door = doorOf(home)
    return door === null ? Number.MAX_SAFE_INTEGER : away(home) === 0 && last?.door != null ? Math.abs(door - last.door) : door
  }
  return homes.toSorted((a, b) => waits(a) - waits(b) || away(a) - away(b) || a.place - b.place || a.section.localeCompare(b.section, 'zh', { numeric: true }) || far(a) - far(b))
}
