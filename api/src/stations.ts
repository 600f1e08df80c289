import { z } from 'zod'
import { Day, Id, Key, PageQuery, pageOf } from './common.ts'
import { Text } from './standards.ts'

export const TIERS = ['general', 'township', 'room'] as const
export type Tier = (typeof TIERS)[number]
export const DEPARTMENTS = ['civil-affairs', 'social-work'] as const
const Code = Key.nullable().default(null)

export const SaveStation = z.strictObject({
  /** Both are fixed once the station is there. */
  place: z.int(), tier: z.enum(TIERS),
  name: z.string().trim().min(2).max(60), guidedBy: Id.nullable().default(null), operator: Id.nullable().default(null), operatorMode: Code, hostType: Code, buildMode: Code,
  pilots: z.array(Key).max(10).default([]), hotline: z.string().trim().max(20).default(''), address: z.string().trim().max(120).default(''),
  /** 民政 or 社会工作部: who answers for the station. */
  department: z.enum(DEPARTMENTS).default('civil-affairs'),
  openedOn: Day.nullable().default(null), closedOn: Day.nullable().default(null), successor: Id.nullable().default(null), version: z.int().min(1).optional(),
})
export type SaveStation = z.infer<typeof SaveStation>

/** What the head of a station keeps up to date himself. */
export const SaveStationContact = z.strictObject({ version: z.int().min(1), hotline: z.string().trim().max(20), address: z.string().trim().max(120) })
export type SaveStationContact = z.infer<typeof SaveStationContact>

/** The highest step of the readiness ladder that is reached, and what the next one lacks. */
export const Readiness = z.object({
  reached: z.object({ key: z.string(), title: Text, rank: z.int() }).nullable(), next: z.object({ key: z.string(), title: Text, lacking: z.int() }).nullable(),
  steps: z.int(),
})
export type Readiness = z.infer<typeof Readiness>

export const StationRow = z.object({
  id: Id, version: z.int(), place: z.int(), placeName: z.string(), county: z.int(), tier: z.enum(TIERS), name: z.string(), guidedBy: Id.nullable(), guidedByName: z.string().nullable(),
  operator: Id.nullable(), operatorName: z.string().nullable(), operatorMode: z.string().nullable(), hostType: z.string().nullable(), buildMode: z.string().nullable(),
  pilots: z.array(z.string()), hotline: z.string().nullable(), department: z.string(), openedOn: Day.nullable(), closedOn: Day.nullable(),
  redistricted: z.boolean(), workers: z.int(), certified: z.int(), readiness: Readiness,
})
export type StationRow = z.infer<typeof StationRow>

export const StationFilter = z.strictObject({
  ...PageQuery, after: Id.optional(),
  /** Everything inside this place; left out, everything in reach. */
  place: z.int().optional(), tiers: z.array(z.enum(TIERS)).max(3).optional(), search: z.string().trim().max(40).optional(),
  /** Stations open at the end of this day; left out, open today. `all`: closed and planned ones too. */
  openOn: Day.optional(), all: z.boolean().optional(),
  operator: Id.optional(), guidedBy: Id.optional(), buildMode: Key.optional(), hostType: Key.optional(), pilot: Key.optional(), operatorMode: Key.optional(),
  redistricted: z.boolean().optional(), department: z.enum(DEPARTMENTS).optional(),
  /** The highest step reached is this one; 'none': not even the first. */
  readiness: Key.or(z.literal('none')).optional(),
})
export type StationFilter = z.infer<typeof StationFilter>
export const StationPage = pageOf(StationRow)

/** Whom a service may be passed on to: open stations everywhere, those of the own county first. */
export const DirectoryQuery = z.strictObject({ search: z.string().trim().max(40).default('') })
export const StationDirectory = z.object({ rows: z.array(z.object({ id: Id, name: z.string(), placeName: z.string() })) })
export type StationDirectory = z.infer<typeof StationDirectory>

export const CHECK_STATES = ['present', 'missing', 'not-needed'] as const
export const CheckItemView = z.object({
  /** Names the line in addresses: checklist and item. */
  item: z.string(), clause: z.string().nullable(), title: Text, evidence: z.enum(['photo', 'document', 'register', 'none']), required: z.boolean(), counted: z.boolean(),
  /** 'unknown': nobody has looked yet. */
  state: z.enum([...CHECK_STATES, 'unknown']),
  /** Follows from posts and contracts; nobody ticks it. */
  derived: z.boolean(), have: z.int().nullable(), need: z.int().nullable(),
  note: z.string().nullable(), photo: Id.nullable(), checkedOn: Day.nullable(), version: z.int().nullable(),
})
export type CheckItemView = z.infer<typeof CheckItemView>
export const ChecklistView = z.object({ key: z.string(), title: Text, met: z.int(), of: z.int(), items: z.array(CheckItemView) })
export type ChecklistView = z.infer<typeof ChecklistView>

export const StaffView = z.object({
  account: Id, name: z.string(), role: z.string(), title: z.string(), fullTime: z.boolean(), staffingMode: z.string().nullable(), certificateLevel: z.string().nullable(),
  fromOn: Day, untilOn: Day.nullable(),
})
export const StationView = StationRow.extend({
  path: z.array(z.object({ code: z.int(), name: z.string() })), address: z.string().nullable(), successor: Id.nullable(), successorName: z.string().nullable(),
  checklists: z.array(ChecklistView),
  ladder: z.array(z.object({ key: z.string(), title: Text, for: Text, rank: z.int().nullable(), reached: z.boolean(), requires: z.array(z.string()) })),
  staff: z.array(StaffView),
  /** Against the guide: null where it asks nothing of this tier. */
  staffing: z.object({ workers: z.int(), certified: z.int(), certifiedNeeded: z.int().nullable(), heads: z.int(), headsNeeded: z.int().nullable() }),
  guides: z.array(z.object({ id: Id, name: z.string(), tier: z.enum(TIERS), placeName: z.string() })),
})
export type StationView = z.infer<typeof StationView>

export const CheckParams = z.object({ id: Id, item: z.string().regex(/^[a-z0-9][a-z0-9.-]{2,79}$/) })
export const SaveCheck = z.strictObject({
  state: z.enum(CHECK_STATES), note: z.string().trim().max(500).default(''), photo: Id.nullable().default(null), version: z.int().min(1).optional(),
})
export type SaveCheck = z.infer<typeof SaveCheck>

export const BuildPlanQuery = z.strictObject({ year: z.coerce.number().int().min(2015).max(2100), place: z.coerce.number().int().optional() })
const Pair = z.object({ plan: z.int().nullable(), actual: z.int() })
const Tiers = z.object({ general: Pair, township: Pair, room: Pair, total: Pair })
export const BuildPlanView = z.object({
  year: z.int(), openOn: Day, years: z.array(z.int()), source: z.string().nullable(),
  counties: z.array(z.object({
    place: z.int(), name: z.string(), pilot: z.string().nullable(), tiers: Tiers,
    /** Townships with a station or room of their own, of all that there are; the same of villages and rooms. */
    townships: z.object({ covered: z.int(), of: z.int() }), villages: z.object({ covered: z.int(), of: z.int() }),
  })),
  total: Tiers,
  redistricted: z.object({ township: z.int(), of: z.int(), atLeastPercent: z.int().nullable() }),
})
export type BuildPlanView = z.infer<typeof BuildPlanView>

export const MapQuery = z.strictObject({ place: z.coerce.number().int().optional(), openOn: Day.optional() })
/** One tile for each township; no borders, only order. */
export const StationMap = z.object({
  openOn: Day,
  counties: z.array(z.object({
    place: z.int(), name: z.string(), general: z.int(),
    townships: z.array(z.object({ place: z.int(), name: z.string(), redistricted: z.boolean(), township: z.int(), room: z.int(), villages: z.int() })),
  })),
})
export type StationMap = z.infer<typeof StationMap>
