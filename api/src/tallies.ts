import { z } from 'zod'
import { Day, Id, Key } from './common.ts'

/** Colleagues in reach who serve residents: whom a form may name. */
export const Colleagues = z.object({ rows: z.array(z.object({ id: Id, name: z.string(), station: z.string() })) })
export type Colleagues = z.infer<typeof Colleagues>

/** 督导时长: what the forms of a method add up to for each colleague they name. */
export const TallyQuery = z.strictObject({ method: Key, from: Day, to: Day })
export type TallyQuery = z.infer<typeof TallyQuery>
/** `others`: colleagues in reach whom no form names. `writers`: who wrote them – supervisors; the ratio is theirs to all colleagues. */
export const TallyView = z.object({
  rows: z.array(z.object({ account: Id, name: z.string(), station: z.string(), times: z.int(), sum: z.int() })), others: z.int(), colleagues: z.int(), writers: z.int(),
})
export type TallyView = z.infer<typeof TallyView>
export const TallyRowsQuery = TallyQuery.extend({ account: Id })
export type TallyRowsQuery = z.infer<typeof TallyRowsQuery>
/** The forms behind one colleague's sum. A service is named only to whom may open it. */
export const TallyRows = z.object({ rows: z.array(z.object({ service: Id, title: z.string(), number: z.string().nullable(), on: Day, sum: z.int(), workerName: z.string() })) })
export type TallyRows = z.infer<typeof TallyRows>

/** What the reader's own reach says of numbers. `unseen`: none he may see bears it – there may be none, or one that is closed to him; nobody is told which. `elsewhere`: its place has no station within his reach. */
export const CheckNumbers = z.strictObject({ numbers: z.array(z.string().max(40)).min(1).max(20) })
export type CheckNumbers = z.infer<typeof CheckNumbers>
export const CheckedNumbers = z.object({ rows: z.array(z.object({ number: z.string(), is: z.enum(['seen', 'unseen', 'elsewhere', 'no-number']), station: z.string() })) })
export type CheckedNumbers = z.infer<typeof CheckedNumbers>
