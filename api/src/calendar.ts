import { z } from 'zod'
import { Day, Id } from './common.ts'

/** `mine`: what is due to oneself. `station`: everybody's at one's station, or in one's reach for a post without a station. At most 62 days. */
export const CalendarQuery = z.strictObject({ from: Day, to: Day, scope: z.enum(['mine', 'station']) })
export type CalendarQuery = z.infer<typeof CalendarQuery>

/** How many of one kind are due on a day to one colleague at one station. No names of residents. */
export const CalendarView = z.object({
  rows: z.array(z.object({ on: Day, kind: z.string(), account: Id.nullable(), accountName: z.string().nullable(), station: Id, stationName: z.string(), count: z.int() })),
  /** Due before today and still open. */
  overdue: z.int(),
})
export type CalendarView = z.infer<typeof CalendarView>

export const FeedView = z.object({ feed: z.object({ madeAt: z.iso.datetime(), readAt: z.iso.datetime().nullable() }).nullable() })
export type FeedView = z.infer<typeof FeedView>
/** The secret address, shown once. */
export const NewFeed = z.object({ path: z.string() })
export type NewFeed = z.infer<typeof NewFeed>
/** 128 random bits. */
export const FeedParams = z.object({ token: z.string().regex(/^[A-Za-z0-9_-]{22}\.ics$/) })
