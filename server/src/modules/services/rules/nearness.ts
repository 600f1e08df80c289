interface Home { section: string; state: string; last: { on: string } | null }

/** Homes still to be visited first; among them those of the group where somebody was last, door by door from there; the others in their order. */
export function byNearness<H extends Home>(homes: readonly H[], doorOf: (home: H) => number | null): H[] {
  const last = homes.filter(({ last: visit }) => visit !== null).reduce<H | undefined>((latest, home) => (latest === undefined || home.last!.on > latest.last!.on ? home : latest), undefined)
  const here = last && doorOf(last)
  const waits = ({ state }: H) => (state === 'open' || state === 'nobody' ? 0 : 1)
  const away = (home: H) => (last !== undefined && home.section === last.section ? 0 : 1)
  const far = (home: H) => {
    const door = doorOf(home)
    return door === null ? Number.POSITIVE_INFINITY : away(home) === 0 && here !== null && here !== undefined ? Math.abs(door - here) : door
  }
  const compare = (a: H, b: H) => waits(a) - waits(b) || away(a) - away(b) || a.section.localeCompare(b.section, 'zh', { numeric: true }) || (far(a) === far(b) ? 0 : far(a) - far(b))
  return [...homes].sort(compare)
}
