import { z } from 'zod'
import { Day, Id, Key, PageQuery, pageOf } from './common.ts'

/** Whose work: a station with the rooms it guides; those served in a place; one contract; one worker. */
export const FigureScope = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('station'), station: Id }),
  z.strictObject({ by: z.literal('place'), place: z.int() }),
  z.strictObject({ by: z.literal('contract'), contract: Id }),
  z.strictObject({ by: z.literal('worker'), worker: Id }),
])
export type FigureScope = z.infer<typeof FigureScope>

/** `2026-05-20`, `2026-05`, `2026-Q2`, `2026-H1`, `2026`; a contract's own time; or any first and last day. */
export const FigurePeriod = z.union([
  z.strictObject({ name: z.string().regex(/^\d{4}(-\d{2}(-\d{2})?|-Q[1-4]|-H[12])?$/) }),
  z.strictObject({ contract: Id }),
  z.strictObject({ from: Day, to: Day }),
])
export type FigurePeriod = z.infer<typeof FigurePeriod>

/** Narrows every figure of a question. `item` may be of any catalogue and takes what stands under and beside it. */
export const FigureOnly = z.strictObject({ tag: Key.optional(), item: Key.or(z.literal('')).optional(), mode: Key.optional(), place: z.int().optional(), worker: Id.optional() })
export type FigureOnly = z.infer<typeof FigureOnly>

export const FigureCut = z.strictObject({ by: z.enum(['item', 'tag', 'mode', 'village', 'worker', 'station', 'month']), catalogue: Key.optional() })
export type FigureCut = z.infer<typeof FigureCut>

const question = { scope: FigureScope, period: FigurePeriod, only: FigureOnly.optional() }
export const AskFigures = z.strictObject({ ...question, indicators: z.array(Key).min(1).max(60), cut: FigureCut.optional() })
export type AskFigures = z.infer<typeof AskFigures>
/** One figure: what its number is opened with. */
export const FigureOpens = z.strictObject({ ...question, indicator: Key })
export type FigureOpens = z.infer<typeof FigureOpens>

/** Minutes where the unit is `hour`, fen where it is `fen`, percent with one decimal. Null: no facts of that kind exist yet, or too small to show. */
const number = z.number().nullable()
export const FigureCell = z.object({
  key: z.string(), title: z.string(), value: number,
  /** Between nothing and the threshold, and not shown. */
  guarded: z.boolean(), opens: FigureOpens.nullable(),
})
export const Figure = FigureCell.extend({
  unit: z.string(), definition: z.string(), available: z.boolean(),
  /** Rows behind the figure that the reader may not see. */
  hidden: z.int(), cells: z.array(FigureCell).optional(),
})
export type Figure = z.infer<typeof Figure>
export const Figures = z.object({ from: Day, to: Day, figures: z.array(Figure) })
export type Figures = z.infer<typeof Figures>

export const AskFigureRows = z.strictObject({ ...PageQuery, ...question, indicator: Key })
export type AskFigureRows = z.infer<typeof AskFigureRows>
/** A fact behind a figure. `kind` and `id` say which page shows it: a record, a need, a resident's file, or a service. */
export const FigureRow = z.object({
  kind: z.enum(['record', 'need', 'file', 'service']), id: Id, day: Day, what: z.string(), station: z.string(), place: z.string(), worker: z.string(), names: z.array(z.string()),
  heads: z.int(), minutes: z.int(), result: z.string(),
})
export type FigureRow = z.infer<typeof FigureRow>
export const FigureRows = pageOf(FigureRow).extend({ hidden: z.int() })
export type FigureRows = z.infer<typeof FigureRows>

/** What a reader can choose from: the indicators, groups, catalogues and tables in force at his place. */
export const FigureChoices = z.object({
  indicators: z.array(z.object({ key: z.string(), title: z.string(), unit: z.string(), definition: z.string(), available: z.boolean() })),
  tags: z.array(z.object({ key: z.string(), title: z.string(), domain: z.string() })),
  catalogues: z.array(z.object({ key: z.string(), title: z.string(), items: z.array(z.object({ key: z.string(), title: z.string(), parent: z.string().nullable(), kind: z.string() })) })),
  tables: z.array(z.object({ key: z.string(), title: z.string() })),
  stations: z.array(z.object({ id: Id, name: z.string(), place: z.int(), tier: z.string() })),
  villages: z.array(z.object({ code: z.int(), name: z.string(), level: z.string() })),
  contracts: z.array(z.object({ id: Id, title: z.string(), from: Day, until: Day })),
})
export type FigureChoices = z.infer<typeof FigureChoices>

// Tables 台账 ------------------------------------------------------------------------------------------------------------------------------
export const TABLES = ['t1', 't2', 't3', 't4', 't5', 't6', 't7', 't8', 't12', 't12s', 't12t', 't13', 't15', 'service-files', 'wish-wall', 'brand-cases', 'emergency-teams', 'risk-register', 'skills', 'agency-support', 'service-matters', 'evaluations', 'area-evaluations', 'rule-library', 'charity-needs'] as const
export type TableKey = (typeof TABLES)[number]
export const TableParams = z.object({ key: z.enum(TABLES) })
export const AskTable = z.strictObject({ ...PageQuery, scope: FigureScope, period: FigurePeriod, /** Names masked, phones left out. */ masked: z.boolean().default(false) })
export type AskTable = z.infer<typeof AskTable>
export const AskTableFile = z.strictObject({ scope: FigureScope, period: FigurePeriod, masked: z.boolean().default(false) })
export type AskTableFile = z.infer<typeof AskTableFile>
const Cell = z.union([z.string(), z.number(), z.null()])
const TableRow = z.object({
  key: z.string(), cells: z.array(Cell),
  /** By column: the figure a number opens to. */
  opens: z.record(z.string(), FigureOpens).optional(),
  page: z.object({ kind: z.enum(['record', 'need', 'file', 'service', 'training']), id: Id }).optional(),
})
export type TableRow = z.infer<typeof TableRow>
export const TableView = z.object({
  key: z.enum(TABLES), title: z.string(),
  /** 填报单位、填报时间、填表人、审核人（站长）、负责人/盖章. */
  heading: z.array(z.object({ label: z.string(), value: z.string() })),
  columns: z.array(z.object({ key: z.string(), title: z.string(), number: z.boolean() })),
  rows: z.array(TableRow),
  sums: z.array(z.object({ label: z.string(), value: z.string() })),
  notes: z.array(z.string()),
  masked: z.boolean(), demo: z.boolean(), next: z.string().nullable(), count: z.union([z.int(), z.literal('1000+')]),
  /** Rows that exist and are not for this reader. */
  hidden: z.int(),
  /** Why a list stands empty that is not: it is kept from this reader. */
  withheld: z.string().nullable(),
})
export type TableView = z.infer<typeof TableView>

// Reports 报表 -----------------------------------------------------------------------------------------------------------------------------
export const Month = z.string().regex(/^[12]\d{3}-(0[1-9]|1[0-2])$/)
export const ReportParams = z.object({ station: Id, month: Month })
export const REPORT_STATES = ['none', 'draft', 'submitted', 'returned', 'accepted'] as const
const texts = { highlights: z.string().trim().max(2000), typicalCases: z.string().trim().max(2000), problems: z.string().trim().max(2000), nextMonth: z.string().trim().max(2000) }
export const SaveReport = z.strictObject({ id: Id, version: z.int().min(0), ...texts })
export type SaveReport = z.infer<typeof SaveReport>
export const ReportVersion = z.strictObject({ version: z.int().min(1) })
export const ReturnReport = ReportVersion.extend({ why: z.string().trim().min(2).max(500) })

/** 待补. `kind` says what is missing and which page it opens; the screen has the words. */
export const Missing = z.object({
  kind: z.enum(['unclassified', 'gaps', 'elders-unseen', 'needs-overdue', 'text-highlights', 'text-problems', 'text-next-month']),
  count: z.int(),
  /** For POST /records/list, /needs/list or the ledger of elders; none for a text. */
  opens: z.object({ list: z.enum(['records', 'needs', 't7']), filter: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])) }).nullable(),
})
export type Missing = z.infer<typeof Missing>
export const ReportLine = z.object({
  indicator: z.string(), title: z.string(), unit: z.string(), definition: z.string(), available: z.boolean(),
  /** Of the contract, else none. */
  target: z.int().nullable(),
  month: number, year: number, contract: number,
  /** Done of the contract so far, in percent. */
  share: number,
  /** 上报后变化: now less what was handed in. */
  since: number, opens: FigureOpens.nullable(), opensYear: FigureOpens.nullable(), opensContract: FigureOpens.nullable(),
})
export type ReportLine = z.infer<typeof ReportLine>
export const ReportView = z.object({
  id: Id.nullable(), version: z.int(), station: Id, stationName: z.string(), month: Month, state: z.enum(REPORT_STATES), ...texts,
  lines: z.array(ReportLine), missing: z.array(Missing), digest: z.string().nullable(),
  submittedAt: z.string().nullable(), submittedBy: z.string().nullable(), answeredAt: z.string().nullable(), answeredBy: z.string().nullable(), returnedWhy: z.string().nullable(),
  due: Day, late: z.boolean(), contract: z.object({ id: Id, title: z.string(), from: Day, until: Day }).nullable(),
})
export type ReportView = z.infer<typeof ReportView>
export const ReportsOf = z.object({ month: Month })
export const ReportList = z.object({
  month: Month, due: Day,
  rows: z.array(z.object({
    station: Id, stationName: z.string(), place: z.int(), placeName: z.string(), state: z.enum(REPORT_STATES), submittedAt: z.string().nullable(), submittedBy: z.string().nullable(),
    late: z.boolean(), version: z.int(),
  })),
})
export type ReportList = z.infer<typeof ReportList>

// Contract progress 合同进度 -----------------------------------------------------------------------------------------------------------------
export const ContractProgress = z.object({
  contract: Id, title: z.string(), from: Day, until: Day,
  /** Share of the contract's time gone, percent with one decimal. */
  timeGone: z.number(), daysLeft: z.int(),
  indicators: z.array(z.object({
    indicator: z.string(), title: z.string(), unit: z.string(), target: z.int(), done: number, share: number,
    /** `share` less `timeGone`: negative is behind. */
    ahead: number, available: z.boolean(), opens: FigureOpens.nullable(),
  })),
  /** Keys of the three furthest behind, worst first. */
  worst: z.array(z.string()),
})
export type ContractProgress = z.infer<typeof ContractProgress>

// 报一个数 ---------------------------------------------------------------------------------------------------------------------------------
export const AskOneNumber = z.strictObject({
  indicators: z.array(Key).min(1).max(8).default(['people-served', 'service-heads', 'visits-all']),
  place: z.int().optional(), station: Id.optional(), period: FigurePeriod, tag: Key.optional(), item: Key.optional(),
})
export type AskOneNumber = z.input<typeof AskOneNumber>
export const OneNumber = z.object({ from: Day, to: Day, figures: z.array(Figure), /** Ready for a chat: no names, small counts left out. */ sentence: z.string(), table: z.string() })
export type OneNumber = z.infer<typeof OneNumber>

// Board 看板 -------------------------------------------------------------------------------------------------------------------------------
export const LIGHTS = ['visit-rate', 'contract-progress', 'staff', 'overdue-risk', 'report'] as const
export const BoardQuery = z.object({ month: Month.optional(), place: z.coerce.number().int().optional() })
export const Light = z.object({
  kind: z.enum(LIGHTS),
  /** `none`: nothing to judge, as a station without a contract. */
  state: z.enum(['good', 'watch', 'bad', 'none']),
  /** What the light shows, and of how many: 29 of 41 elders; 2 of 3 workers. */
  value: number, done: z.int(), of: z.int(),
})
export type Light = z.infer<typeof Light>
export const BoardRow = z.object({
  /** A station, or a county seen from the city. */
  station: Id.nullable(), place: z.int(), name: z.string(), tier: z.string(), contract: Id.nullable(), lights: z.array(Light),
  /** Seen from the city: how many stations of the county have a bad light. */
  stations: z.int().nullable(), bad: z.int().nullable(),
})
export type BoardRow = z.infer<typeof BoardRow>
export const Board = z.object({
  month: Month, by: z.enum(['station', 'county']), timeGone: z.number().nullable(), rows: z.array(BoardRow),
  thresholds: z.array(z.object({ kind: z.enum(LIGHTS), good: z.number(), watch: z.number() })),
})
export type Board = z.infer<typeof Board>
