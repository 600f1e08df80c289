import { z } from 'zod'
import { Day, Id, Key } from './common.ts'
import { ResidentFilter } from './residents.ts'

/** What a column may hold. `note` is kept as words; a column may also be one group with yes or no in it. */
export const IMPORT_FIELDS = ['name', 'identity', 'sex', 'birthOn', 'age', 'phone', 'address', 'village', 'group', 'tags', 'risk', 'fileNo', 'note'] as const
export type ImportField = (typeof IMPORT_FIELDS)[number]

/** A column of the sheet, counted from 0. `as` with a tag: the column says yes or no to that group. */
const ColumnAs = z.strictObject({ at: z.int().min(0).max(199), as: z.enum([...IMPORT_FIELDS, 'tag']), tag: Key.optional() })
export type ColumnAs = z.infer<typeof ColumnAs>

export const ImportMapping = z.strictObject({
  sheet: z.string().max(60),
  /** The row of the headings, counted from 1 as the sheet does. */
  headingRow: z.int().min(1).max(200),
  columns: z.array(ColumnAs).max(200),
  /** The village of rows that name none. */
  place: z.int().nullable().default(null),
})
export type ImportMapping = z.infer<typeof ImportMapping>
export const MapImport = z.strictObject({ version: z.int().min(1), mapping: ImportMapping })
export type MapImport = z.infer<typeof MapImport>

export const ROW_STATES = ['new', 'update', 'same', 'duplicate', 'closed', 'bad'] as const
export type RowState = (typeof ROW_STATES)[number]
export const DECISIONS = ['new', 'same', 'skip'] as const
export type Decision = (typeof DECISIONS)[number]

/** What is wrong or odd in one cell. `code` such as `identity.ruined-scientific`; `shown` is what stands there, numbers masked. */
const CellProblem = z.object({ cell: z.string(), field: z.string(), code: z.string(), shown: z.string() })
export type CellProblem = z.infer<typeof CellProblem>

/** Somebody the row may be: an earlier row of the list, or a file. */
const Candidate = z.object({
  row: z.int().nullable(), file: Id.nullable(), fileNo: z.string().nullable(), name: z.string(), birthOn: Day.nullable(), sex: z.int(), placeName: z.string(),
  phoneMask: z.string().nullable(), identityMask: z.string().nullable(), because: z.array(z.string()),
})
export type Candidate = z.infer<typeof Candidate>

export const ImportRow = z.object({
  row: z.int(), state: z.enum(ROW_STATES), name: z.string(), sex: z.int(), birthOn: Day.nullable(), identityMask: z.string().nullable(), phoneMask: z.string().nullable(),
  placeName: z.string(), address: z.string(), tags: z.array(z.string()), risk: z.string().nullable(), note: z.string(),
  problems: z.array(CellProblem), warnings: z.array(CellProblem), candidates: z.array(Candidate),
  /** Fields an update would change. */
  changes: z.array(z.string()),
})
export type ImportRow = z.infer<typeof ImportRow>

const Counts = z.object({ total: z.int(), good: z.int(), new: z.int(), update: z.int(), same: z.int(), duplicate: z.int(), closed: z.int(), bad: z.int() })
export type ImportCounts = z.infer<typeof Counts>

export const IMPORT_STATES = ['read', 'applying', 'applied', 'undoing', 'undone'] as const
const Heading = z.object({ at: z.int(), letters: z.string(), text: z.string(), samples: z.array(z.string()) })
/** Rows that did not come in or did not go back as they were, by number and reason. */
const Told = z.object({ row: z.int(), file: Id.nullable(), why: z.string() })
export const ImportResult = z.object({
  made: z.int(), changed: z.int(), unchanged: z.int(), skipped: z.int(), leftOut: z.int(), told: z.array(Told),
  undone: z.object({ closed: z.int(), putBack: z.int(), kept: z.int(), told: z.array(Told) }).nullable(),
})
export type ImportResult = z.infer<typeof ImportResult>

export const ImportSummary = z.object({
  id: Id, version: z.int(), fileName: z.string(), state: z.enum(IMPORT_STATES), madeAt: z.string(), madeByName: z.string(), rowsTotal: z.int(), rowsGood: z.int(),
  appliedAt: z.string().nullable(), undoneAt: z.string().nullable(), result: ImportResult.nullable(),
  /** Why the last attempt came to nothing. */
  failed: z.object({ code: z.string(), sentence: z.string() }).nullable(),
  /** What was uploaded is still there. */
  hasContent: z.boolean(),
})
export type ImportSummary = z.infer<typeof ImportSummary>
export const ImportList = z.object({ rows: z.array(ImportSummary) })
export type ImportList = z.infer<typeof ImportList>

/** A list before it is brought in. Rows that need somebody to look come whole, of the others the first ones. */
export const ImportPreview = z.object({
  sheets: z.array(z.string()), mapping: ImportMapping, headings: z.array(Heading), remembered: z.boolean(),
  counts: Counts, rows: z.array(ImportRow),
  /** Words of the categories no group is called by, and how often. They are kept in the note. */
  unknownWords: z.array(z.object({ word: z.string(), count: z.int() })),
  villages: z.array(z.object({ place: z.int(), name: z.string() })),
})
export type ImportPreview = z.infer<typeof ImportPreview>
export const ImportView = ImportSummary.extend({ preview: ImportPreview.nullable() })
export type ImportView = z.infer<typeof ImportView>

export const ApplyImport = z.strictObject({
  version: z.int().min(1), badRows: z.enum(['leave-out', 'refuse']),
  /** One for each row that may be a duplicate. `same` names which: an earlier row or a file. */
  duplicates: z.array(z.strictObject({ row: z.int().min(1), decision: z.enum(DECISIONS), file: Id.nullable().default(null), sameAsRow: z.int().nullable().default(null) })).max(20_000).default([]),
})
export type ApplyImport = z.infer<typeof ApplyImport>

export const EXPORT_COLUMNS = ['name', 'sex', 'age', 'birthOn', 'identity', 'phone', 'place', 'address', 'risk', 'tags', 'worker', 'fileNo', 'station', 'openedOn', 'closedOn'] as const
export type ExportColumn = (typeof EXPORT_COLUMNS)[number]
const { after: _after, limit: _limit, ...filter } = ResidentFilter.shape
/** A list as a file: the filters of the list on screen. Names and numbers are masked unless somebody asks otherwise. */
export const ExportResidents = z.strictObject({ id: Id, filter: z.strictObject(filter), columns: z.array(z.enum(EXPORT_COLUMNS)).min(1).max(20), masked: z.boolean().default(true) })
export type ExportResidents = z.infer<typeof ExportResidents>
