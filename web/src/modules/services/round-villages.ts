import type { HomeState, RoundView } from '#api/rounds.ts'

/** As a home may stand, in the order they are shown. */
export const HOME_STATES = ['reached', 'nobody', 'vacant', 'refused', 'open'] as const satisfies readonly HomeState[]

type Line = RoundView['lines'][number]
/** Villages in their order, each with its groups added up. */
export function villagesOf(lines: readonly Line[]): Line[] {
  const villages = new Map<number, Line>()
  for (const line of lines) {
    const sum = villages.get(line.place)
    villages.set(line.place, sum ? { ...sum, homes: sum.homes + line.homes, ...Object.fromEntries(HOME_STATES.map((state) => [state, sum[state] + line[state]])) } : { ...line, section: '' })
  }
  return [...villages.values()]
}
