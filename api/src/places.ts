import { z } from 'zod'
import { Day } from './common.ts'

export const LEVELS = ['province', 'city', 'county', 'township', 'village'] as const
const Level = z.enum(LEVELS)
const Code = z.coerce.number().int().min(110_000_000_000).max(999_999_999_999)
export const PlaceCode = Code
export const PlaceParams = z.object({ code: Code })

/** Children of a place, places by their codes, or places by part of a name below `within`. Exactly one of the three. */
export const PlacesQuery = z.strictObject({
  parent: Code.optional(),
  codes: z.string().regex(/^\d{12}(,\d{12}){0,199}$/).optional(),
  search: z.string().trim().min(1).max(30).optional(), within: Code.optional(),
  /** Places that have ended, too. */
  ended: z.stringbool().optional(),
})
export type PlacesQuery = z.infer<typeof PlacesQuery>

export const PlaceRow = z.object({
  code: z.int(), name: z.string(), level: Level, parent: z.int().nullable(), redistricted: z.boolean(), validTo: Day.nullable(),
  /** How many places lie directly in it. */
  children: z.int(),
})
export type PlaceRow = z.infer<typeof PlaceRow>
export const PlacesView = z.object({ rows: z.array(PlaceRow) })
export type PlacesView = z.infer<typeof PlacesView>

export const PlaceView = PlaceRow.extend({
  edition: z.string(), population: z.int().nullable(), urbanClass: z.int().nullable(), validFrom: Day,
  /** From the province down to the place above it. */
  path: z.array(z.object({ code: z.int(), name: z.string() })),
  successors: z.array(z.object({ code: z.int(), name: z.string(), on: Day, kind: z.string() })),
  formers: z.array(z.object({ code: z.int(), name: z.string(), on: Day, kind: z.string() })),
})
export type PlaceView = z.infer<typeof PlaceView>

export const CorrectionRow = z.strictObject({
  /** Where the row stands in the bureau's file. */
  row: z.int().min(1), code: z.string().trim().max(30), name: z.string().trim().max(60).default(''), parent: z.string().trim().max(30).optional(),
  formerCodes: z.array(z.string().trim().max(30)).max(50).optional(), closed: z.boolean().optional(),
  /** 涉改: touched by the re-districting of townships and villages. */
  redistricted: z.boolean().optional(),
})
export const Corrections = z.strictObject({
  within: Code, effectiveOn: Day, complete: z.boolean().default(false),
  /** Living files of a village that went wholly into one other go along; what was recorded stays where it was. */
  moveFiles: z.boolean().default(false),
  /** Only say what would change. */
  preview: z.boolean(), rows: z.array(CorrectionRow).min(1).max(20_000),
})
export type Corrections = z.infer<typeof Corrections>

const Remark = z.object({ row: z.int().nullable(), code: z.string(), problem: z.string(), sentence: z.string() })
export type CorrectionRemark = z.infer<typeof Remark>
const Named = z.object({ code: z.int(), name: z.string() })
export const CorrectionsView = z.object({
  applied: z.boolean(),
  additions: z.array(Named.extend({ level: Level, parent: z.int().nullable() })), renames: z.array(z.object({ code: z.int(), from: z.string(), to: z.string() })),
  reparentings: z.array(z.object({ code: z.int(), name: z.string(), from: z.int().nullable(), to: z.int().nullable() })),
  closures: z.array(Named.extend({ successors: z.array(z.int()) })), redistricted: z.array(Named),
  moves: z.int(), merges: z.int(), splits: z.int(), redrawings: z.int(), unchanged: z.int(),
  refusals: z.array(Remark), warnings: z.array(Remark),
  /** Files that went to the successor, and those no station there could take. */
  files: z.object({ moved: z.int(), leftBehind: z.int() }),
})
export type CorrectionsView = z.infer<typeof CorrectionsView>
