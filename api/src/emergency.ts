import { z } from 'zod'
import { Day, Id, Key, PageQuery, Words, pageOf } from './common.ts'

/** open 未查, missed 未联系上, safe 平安, help 需要帮助, left: no longer on the files. */
export const CHECK_STATES = ['open', 'missed', 'safe', 'help', 'left'] as const
export const CheckState = z.enum(CHECK_STATES)
export type CheckState = z.infer<typeof CheckState>

const version = z.int().min(1)
/** Tags, `risk-red` and `risk-orange`. */
const Groups = z.array(Key).min(1).max(40)

/** 启动: one action opens the event and lists everybody of its area who belongs to one of the groups. */
export const OpenEvent = z.strictObject({
  kind: Key, level: Key, area: z.array(z.int()).min(1).max(40), groups: Groups,
  /** Public words; never about a person. */
  words: z.string().trim().max(400).default(''),
  /** Now when left out. */
  begunAt: z.iso.datetime({ offset: true }).optional(),
})
export type OpenEvent = z.infer<typeof OpenEvent>
/** How many were put on the list, of those whom the opener may see. */
export const EventOpened = z.object({ id: Id, version: z.int(), listed: z.int() })
export type EventOpened = z.infer<typeof EventOpened>
export const AddGroups = z.strictObject({ version, groups: Groups })
export type AddGroups = z.infer<typeof AddGroups>
export const CloseEvent = z.strictObject({ version })
export type CloseEvent = z.infer<typeof CloseEvent>

/** 分工: by village, in equal shares of neighbouring villages, or by hand. Who is safe stays with whoever checked him. */
export const SplitChecks = z.discriminatedUnion('how', [
  z.strictObject({ how: z.literal('village'), of: z.array(z.strictObject({ village: z.int(), checker: Id.nullable() })).min(1).max(200) }),
  z.strictObject({ how: z.literal('equal'), checkers: z.array(Id).min(1).max(50) }),
  z.strictObject({ how: z.literal('rows'), rows: z.array(Id).min(1).max(200), checker: Id.nullable() }),
])
export type SplitChecks = z.infer<typeof SplitChecks>
export const ChecksSplit = z.object({ given: z.int() })

const mark = {
  event: Id, file: Id,
  /** Code of the list visit-mode. */
  how: Key.default('phone'),
  minutes: z.int().min(0).max(240).default(5),
  /** Today when left out; paper is entered afterwards. */
  occurredOn: Day.optional(),
  startedAt: z.iso.time({ precision: -1 }).optional(),
}
/** 核查: one tap. The id is that of the visit or call it writes. Who needs help says what for; with `need` it becomes a need of that id. */
export const MarkCheck = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('safe'), ...mark, words: Words.default('') }),
  z.strictObject({ state: z.literal('missed'), ...mark, words: Words.default('') }),
  z.strictObject({ state: z.literal('help'), ...mark, words: Words.min(1), need: Id.optional() }),
])
export type MarkCheck = z.infer<typeof MarkCheck>

/** `twice`: of the missed those missed so often that the head is told. */
export const CheckCounts = z.object({ all: z.int(), open: z.int(), missed: z.int(), safe: z.int(), help: z.int(), left: z.int(), twice: z.int() })
export type CheckCounts = z.infer<typeof CheckCounts>

export const EventRow = z.object({
  id: Id, version: z.int(),
  /** Printed on paper and said on the phone. */
  code: z.string(),
  kind: z.string(), level: z.string(), area: z.array(z.object({ place: z.int(), name: z.string() })), groups: z.array(z.string()), words: z.string(),
  begunAt: z.string(), endedAt: z.string().nullable(), openedByName: z.string(),
  /** Whether this post may end it. */
  mayClose: z.boolean(), counts: CheckCounts,
})
export type EventRow = z.infer<typeof EventRow>
export const EventList = z.object({ rows: z.array(EventRow) })
export type EventList = z.infer<typeof EventList>

export const EventView = EventRow.extend({
  byVillage: z.array(z.object({ place: z.int(), name: z.string(), counts: CheckCounts })),
  byChecker: z.array(z.object({ checker: Id.nullable(), name: z.string().nullable(), counts: CheckCounts })),
  /** Counted in the total, in no village: protected people of the county. */
  hidden: z.int(),
  /** For the closing words: who was not reached or needs help, masked. Empty for offices. */
  outstanding: z.array(z.object({ name: z.string(), villageName: z.string(), state: CheckState })),
})
export type EventView = z.infer<typeof EventView>

export const ChecksQuery = z.strictObject({
  ...PageQuery,
  scope: z.enum(['mine', 'all']).default('mine'),
  states: z.array(CheckState).max(5).optional(), village: z.int().optional(), checker: Id.nullable().optional(), twiceOnly: z.boolean().optional(),
  /** The village the checker is in: its people come first. */
  near: z.int().optional(),
})
export type ChecksQuery = z.infer<typeof ChecksQuery>
export const CheckRow = z.object({
  id: Id, version: z.int(), file: Id, name: z.string(), age: z.int().nullable(), sex: z.int(), risk: z.string(), village: z.int(), villageName: z.string(),
  phoneMask: z.string().nullable(), groups: z.array(z.string()), checker: Id.nullable(), checkerName: z.string().nullable(), state: CheckState, misses: z.int(),
  checkedAt: z.string().nullable(),
  last: z.object({ on: Day, mode: z.string(), result: z.string().nullable(), workerName: z.string() }).nullable(),
})
export type CheckRow = z.infer<typeof CheckRow>
export const ChecksPage = pageOf(CheckRow)
export type ChecksPage = z.infer<typeof ChecksPage>

/** For when the network goes: with telephone and address, never a protected person. */
export const PaperQuery = z.strictObject({ scope: z.enum(['mine', 'all']).default('mine'), village: z.int().optional() })
export type PaperQuery = z.infer<typeof PaperQuery>
export const Paper = z.object({
  code: z.string(), printedAt: z.string(), more: z.boolean(),
  rows: z.array(CheckRow.pick({ id: true, file: true, name: true, age: true, sex: true, villageName: true, groups: true, checkerName: true, state: true }).extend({ phone: z.string(), address: z.string() })),
})
export type Paper = z.infer<typeof Paper>

export const EventChoices = z.object({
  kinds: z.array(z.object({ key: z.string(), groups: z.array(z.string()) })),
  /** Every group that may be asked for. */
  groups: z.array(z.string()),
  /** Places of this post an event may be opened for. */
  places: z.array(z.object({ place: z.int(), name: z.string() })),
  /** Who may be given rows. */
  checkers: z.array(z.object({ account: Id, name: z.string(), place: z.int(), placeName: z.string() })),
})
export type EventChoices = z.infer<typeof EventChoices>
