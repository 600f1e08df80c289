import { z } from 'zod'
import { Day, Id } from './common.ts'
import { RISKS } from './residents.ts'

/** How a home stands in a round: met; nobody there so far; empty; refused; not tried. The last of several visits decides, and being met once is being met. */
export const HOME_STATES = ['reached', 'nobody', 'vacant', 'refused', 'open'] as const
export type HomeState = (typeof HOME_STATES)[number]

const Counts = z.object({ homes: z.int(), reached: z.int(), nobody: z.int(), vacant: z.int(), refused: z.int(), open: z.int() })
export type HomeCounts = z.infer<typeof Counts>
/** 敲门行动: coverage from door to door, by village and group or building. `section` is empty where an address names none. */
export const RoundView = z.object({
  from: Day, to: Day, tries: z.int(), total: Counts, lines: z.array(Counts.extend({ place: z.int(), placeName: z.string(), section: z.string() })),
})
export type RoundView = z.infer<typeof RoundView>

export const HomesQuery = z.strictObject({ place: z.int().optional(), section: z.string().max(20).optional(), states: z.array(z.enum(HOME_STATES)).max(5).optional(), limit: z.int().min(1).max(200).default(200) })
export type HomesQuery = z.infer<typeof HomesQuery>
const HomeRow = z.object({
  home: Id, placeName: z.string(), section: z.string(), address: z.string(), state: z.enum(HOME_STATES), tries: z.int(), again: z.boolean(),
  people: z.array(z.object({ file: Id, name: z.string(), age: z.int().nullable(), risk: z.enum(RISKS) })),
  last: z.object({ on: Day, result: z.string(), workerName: z.string() }).nullable(),
})
export type HomeRow = z.infer<typeof HomeRow>
/** The nearest first, seen from the home where somebody was last; those still to be visited before the others. `more`: how many are not shown. */
export const HomesPage = z.object({ rows: z.array(HomeRow), more: z.int() })
export type HomesPage = z.infer<typeof HomesPage>
