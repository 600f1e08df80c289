import { z } from 'zod'

export const Id = z.uuid()
/** A day that somebody alive, or a paper about him, can mean. */
export const Day = z.iso.date().refine((day) => day >= '1800-01-01')
/** A key out of a standards pack. */
export const Key = z.string().regex(/^[a-z0-9][a-z0-9.-]{0,59}$/)
export const Words = z.string().trim().max(4000)
export const IdParams = z.object({ id: Id })

/** What every list takes: where to go on, and how much. */
export const PageQuery = { after: z.string().max(200).optional(), limit: z.coerce.number().int().min(1).max(200).default(50) }

/** What every list gives. `count` is exact to 1,000, then "1000+". */
export const pageOf = <Row extends z.ZodType>(row: Row) =>
  z.object({ rows: z.array(row), next: z.string().nullable(), count: z.union([z.int(), z.literal('1000+')]).optional() })

/** What a save answers: the version to send back with the next change. */
export const Saved = z.object({ id: Id, version: z.int() })
export type Saved = z.infer<typeof Saved>
