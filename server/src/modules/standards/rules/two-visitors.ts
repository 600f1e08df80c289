import type { Standards } from './standards.ts'

/** What can ask for two visitors at a door: each has a parameter of its own, standards §2.3 (V01), our default at red. */
const ASKS = ['red', 'orange', 'yellow', 'blue', 'protected', 'first'] as const

/** For which visits two visitors are asked for. A pack from before one of the parameters was made asks for none there. */
export const twoVisitorsFor = (standards: Standards): string[] => ASKS.filter((one) => Number(standards.findParameter(`visit.min_visitors_${one}`)?.value ?? 1) > 1)
