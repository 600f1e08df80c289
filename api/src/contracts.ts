import { z } from 'zod'
import { Day, Id, Key, PageQuery, pageOf } from './common.ts'

/** `target` in the unit people speak of: hours and yuan, not minutes and fen. */
const IndicatorLine = z.strictObject({ id: Id, indicator: Key, title: z.string().trim().min(1).max(80), unit: z.string().trim().min(1).max(20), target: z.int().min(0) })

export const SaveContract = z.strictObject({
  title: z.string().trim().min(2).max(120), purchaser: Id, agency: Id, stations: z.array(Id).min(1).max(200), from: Day, until: Day,
  /** Fen. */
  amount: z.int().min(0).max(100_000_000_000), indicators: z.array(IndicatorLine).max(60).default([]), version: z.int().min(1).optional(),
})
export type SaveContract = z.infer<typeof SaveContract>
/** `claimed`: facts that were recorded before and now count for this contract, or no longer do. */
export const ContractSaved = z.object({ id: Id, version: z.int(), claimed: z.int() })
export type ContractSaved = z.infer<typeof ContractSaved>

export const ContractRow = z.object({
  id: Id, version: z.int(), title: z.string(), place: z.int(), placeName: z.string(), purchaser: Id, purchaserName: z.string(), agency: Id, agencyName: z.string(),
  from: Day, until: Day,
  /** Fen; null for those whom the sum does not concern. */
  amount: z.int().nullable(), stations: z.int(), indicators: z.int(),
  /** Percent of the period that is over, 0 before it begins. */
  timeGone: z.int(), daysLeft: z.int(), state: z.enum(['coming', 'running', 'over']),
})
export type ContractRow = z.infer<typeof ContractRow>
export const ContractView = ContractRow.extend({
  stationList: z.array(z.object({ id: Id, name: z.string(), tier: z.string(), placeName: z.string() })),
  indicatorList: z.array(z.object({ id: Id, indicator: z.string(), title: z.string(), unit: z.string(), target: z.int(), position: z.int() })),
})
export type ContractView = z.infer<typeof ContractView>

export const ContractsQuery = z.strictObject({ ...PageQuery, station: Id.optional(), state: z.enum(['coming', 'running', 'over']).optional() })
export type ContractsQuery = z.infer<typeof ContractsQuery>
export const ContractPage = pageOf(ContractRow)
export type ContractPage = z.infer<typeof ContractPage>

/** 抽查: the bureau names contract, days and evaluator; chance says which records and needs. */
export const DrawSpotCheck = z.strictObject({ contract: Id, from: Day, until: Day, post: Id, days: z.int().min(1).max(60).default(14) })
export type DrawSpotCheck = z.infer<typeof DrawSpotCheck>
export const SpotCheckRow = z.object({
  id: Id, contract: Id, from: Day, until: Day,
  /** Per cent asked for; how many of how many that came to. */
  share: z.int(), drawn: z.int(), total: z.int(), evaluatorName: z.string(), drawnAt: z.string(), opensUntil: z.string(), open: z.boolean(),
})
export type SpotCheckRow = z.infer<typeof SpotCheckRow>
export const SpotChecksQuery = z.strictObject({ contract: Id })
export const SpotCheckList = z.object({ rows: z.array(SpotCheckRow) })
export type SpotCheckList = z.infer<typeof SpotCheckList>
export const SpotCheckView = SpotCheckRow.extend({ lines: z.array(z.object({ position: z.int(), kind: z.enum(['record', 'need']), subject: Id, stationName: z.string(), day: Day })) })
export type SpotCheckView = z.infer<typeof SpotCheckView>
export const Evaluators = z.object({ rows: z.array(z.object({ post: Id, name: z.string(), title: z.string() })) })
export type Evaluators = z.infer<typeof Evaluators>
