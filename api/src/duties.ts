import { z } from 'zod'
import { Day, Id, Key, PageQuery, pageOf } from './common.ts'

/** `mine`: my people and those I cover for; `station`: everybody of my station. */
export const DUTY_SCOPES = ['mine', 'station'] as const
/** due: shown from 80 % of a cycle, or from the first day of its month; overdue: the day has passed; put-off: moved to a later day that is still to come. */
export const DUTY_STATES = ['due', 'overdue', 'put-off'] as const

/** 今天: who is due and overdue. */
export const TodayQuery = z.strictObject({
  scope: z.enum(DUTY_SCOPES).default('mine'),
  /** The village the worker is in: of those due on the same day its people come first. */
  near: z.int().optional(),
  /** Only this village. */
  village: z.int().optional(),
  /** Also who falls due up to this day: for planning a round. */
  until: Day.optional(),
  /** One state only; without it due and overdue. */
  state: z.enum(DUTY_STATES).optional(),
  after: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(20).default(20),
})
export type TodayQuery = z.infer<typeof TodayQuery>

export const DutyRow = z.object({
  id: Id, version: z.int(), file: Id, name: z.string(), age: z.int().nullable(), sex: z.int(), tags: z.array(z.string()), risk: z.string(),
  village: z.int(), villageName: z.string(), phoneMask: z.string().nullable(),
  state: z.enum(DUTY_STATES), dueOn: Day, showFrom: Day,
  /** Days past the due day (or the day it was put off to); 0 when not overdue. */
  daysLate: z.int(),
  /** Keys of the pack's duty rules that hold. */
  basis: z.array(z.string()), cycleDays: z.int().nullable(), monthly: z.boolean(),
  worker: Id.nullable(), workerName: z.string().nullable(),
  /** A colleague's person whom I see because I cover for him. */
  covered: z.boolean(),
  /** The last visit or call, whether the person was seen or not; `words` '' when there are none or they are out of reach. */
  last: z.object({ record: Id, on: Day, mode: z.string(), result: z.string().nullable(), words: z.string() }).nullable(),
  putOff: z.object({ to: Day, why: z.string(), words: z.string() }).nullable(),
})
export type DutyRow = z.infer<typeof DutyRow>

export const TodayView = pageOf(DutyRow).extend({
  counts: z.object({ due: z.int(), overdue: z.int(), putOff: z.int() }),
  /** Only for a station head. */
  head: z.object({
    /** Month reports that are not yet accepted. */
    reports: z.array(z.object({ month: z.string(), state: z.string() })),
    /** Red files without contact in their cycle. */
    risks: z.array(z.object({ file: Id, name: z.string(), villageName: z.string(), workerName: z.string().nullable(), lastOn: Day.nullable(), daysLate: z.int() })),
    /** Who of the station wrote records dated today. */
    recordedToday: z.array(z.object({ worker: Id, workerName: z.string(), records: z.int() })),
    /** Writes kept because they could not be accepted. */
    undelivered: z.int(),
  }).nullable(),
})
export type TodayView = z.infer<typeof TodayView>

/** 高风险逾期 of a station with its rooms: red and orange people who should have been seen, the longest overdue first. */
export const OverdueQuery = z.strictObject({ ...PageQuery, station: Id })
export type OverdueQuery = z.infer<typeof OverdueQuery>
export const OverdueRow = z.object({
  file: Id, name: z.string(), risk: z.string(), villageName: z.string(), workerName: z.string().nullable(), lastOn: Day.nullable(), daysLate: z.int(),
})
/** `hidden`: how many there are besides whom this reader may not see. Told on the first page. */
export const OverdueView = pageOf(OverdueRow).extend({ hidden: z.int() })
export type OverdueView = z.infer<typeof OverdueView>

const putOff = { to: Day, why: Key, words: z.string().trim().max(200).default('') }
const reassign = { worker: Id, why: Key }
const rows = z.array(z.strictObject({ id: Id, version: z.int().min(1) })).min(1).max(200)

/** 顺延: to a later day, with a reason from the list put-off-reason. */
export const PutOffDuty = z.strictObject({ version: z.int().min(1), ...putOff })
export type PutOffDuty = z.infer<typeof PutOffDuty>
export const PutOffMany = z.strictObject({ rows, ...putOff })
export type PutOffMany = z.infer<typeof PutOffMany>
/** 改派: to a colleague of the station, with a reason from the list reassign-reason. */
export const ReassignDuty = z.strictObject({ version: z.int().min(1), ...reassign })
export type ReassignDuty = z.infer<typeof ReassignDuty>
/** Named rows, or with `from` everything open of one worker: a leaver's items on one page. */
export const ReassignMany = z.strictObject({ rows: rows.optional(), from: Id.optional(), ...reassign })
  .refine((body) => (body.rows === undefined) !== (body.from === undefined), { message: 'rows or from' })
export type ReassignMany = z.infer<typeof ReassignMany>
export const ManySaved = z.object({ saved: z.int() })

/** Holiday cover: the people of `absent` are shown to `covering` as well. */
export const SaveCover = z.strictObject({ absent: Id, covering: Id, fromOn: Day, untilOn: Day, why: Key, version: z.int().min(1).optional() })
export type SaveCover = z.infer<typeof SaveCover>
export const CoverList = z.object({
  rows: z.array(z.object({ id: Id, version: z.int(), absent: Id, absentName: z.string(), covering: Id, coveringName: z.string(), fromOn: Day, untilOn: Day, why: z.string() })),
})
export type CoverList = z.infer<typeof CoverList>

export const Month = z.string().regex(/^[12]\d{3}-(0[1-9]|1[0-2])$/)

/** 特殊困难老年人探访关爱台账 (T7) of one month. A station, or everything inside a place. */
export const MonthDutyQuery = z.strictObject({ month: Month, station: Id.optional(), place: z.int().optional() })
export type MonthDutyQuery = z.infer<typeof MonthDutyQuery>

export const MonthMark = z.object({ on: Day, mode: z.string() })
export const MonthDutyRow = z.object({
  file: Id, name: z.string(), sex: z.int(), age: z.int().nullable(), identityTail: z.string().nullable(), village: z.int(), villageName: z.string(),
  tags: z.array(z.string()), risk: z.string(), workerName: z.string().nullable(), seen: z.boolean(),
  /** January to December of that year: the contacts in which the person was seen. */
  marks: z.array(z.array(MonthMark)).length(12),
  /** Why not seen: refused, nobody, vacant, no-answer, put-off, or not-visited. */
  notSeenWhy: z.string().nullable(),
})
export type MonthDutyRow = z.infer<typeof MonthDutyRow>
export const MonthDuty = z.object({
  month: Month, due: z.int(), done: z.int(),
  /** Percent, rounded down: 99 % stays 99 % until the last one is seen. Null when nobody is on duty. */
  rate: z.int().nullable(),
  /** Percent of those seen who were seen at home at least once. */
  homeShare: z.int().nullable(),
  rows: z.array(MonthDutyRow),
  /** Who left the duty in that month, and why. */
  left: z.array(z.object({ file: Id, name: z.string(), villageName: z.string(), on: Day, why: z.string() })),
})
export type MonthDuty = z.infer<typeof MonthDuty>
