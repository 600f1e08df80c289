import { z } from 'zod'
import { Day, Id, Key, PageQuery, Words, pageOf } from './common.ts'

export const NEED_STATES = ['open', 'in-hand', 'kept', 'closed'] as const
export const NEED_OUTCOMES = ['met', 'partly', 'unmet'] as const
/** How a need is answered; decides on which of the four lists it stands. */
export const NEED_ANSWERS = ['undecided', 'on-the-spot', 'service', 'resource', 'project'] as const
export const CONFIRMED_HOW = ['said', 'signed', 'thumbprint', 'phone'] as const

const version = z.int().min(1)
const WordsNeeded = z.string().trim().min(1).max(4000)

/** 记需求: from a door, a call, the desk or pasted text. Only the words are required. */
export const SaveNeed = z.strictObject({
  words: WordsNeeded,
  /** Whose need; unknown when left out. */
  file: Id.optional(),
  /** The visit or call at which it was found. */
  record: Id.optional(),
  /** Who spoke, when he has no file. */
  spokenBy: z.string().trim().max(40).default(''),
  /** Where, when nobody's file says so. */
  servedPlace: z.int().optional(),
  /** Today when left out. */
  foundOn: Day.optional(),
  source: Key.default('visit'),
  item: Key.or(z.literal('')).default(''),
  urgency: Key.default('normal'),
})
export type SaveNeed = z.infer<typeof SaveNeed>

/** What is left out stays. `dueOn: null` takes the day away; a changed urgency sets it anew unless a day is given. */
export const ChangeNeed = z.strictObject({
  version,
  item: Key.or(z.literal('')).optional(), urgency: Key.optional(), measure: z.string().trim().max(200).optional(),
  answer: z.enum(NEED_ANSWERS).optional(), owner: Id.nullable().optional(), dueOn: Day.nullable().optional(), actors: z.array(Key).max(5).optional(),
})
export type ChangeNeed = z.infer<typeof ChangeNeed>

/** 现场答复: answered while it was asked. */
export const AnswerNeed = z.strictObject({ version, words: Words.default(''), measure: z.string().trim().max(200).default('') })
export type AnswerNeed = z.infer<typeof AnswerNeed>
/** 转交: to a colleague of the station. */
export const HandOverNeed = z.strictObject({ version, owner: Id, measure: z.string().trim().max(200).optional(), dueOn: Day.optional() })
export type HandOverNeed = z.infer<typeof HandOverNeed>
/** 留待立案: kept for a case that may be opened later. */
export const KeepNeed = z.strictObject({ version, measure: z.string().trim().max(200).optional() })
export type KeepNeed = z.infer<typeof KeepNeed>
/** 办结. `why` (list need-unmet-reason) is needed when unmet. */
export const CloseNeed = z.strictObject({ version, outcome: z.enum(NEED_OUTCOMES), why: Key.optional(), words: Words.default(''), closedOn: Day.optional() })
export type CloseNeed = z.infer<typeof CloseNeed>
/** 对象确认. */
export const ConfirmNeed = z.strictObject({ version, by: z.string().trim().min(1).max(40), how: z.enum(CONFIRMED_HOW), on: Day.optional() })
export type ConfirmNeed = z.infer<typeof ConfirmNeed>
/** 重新打开: the reason stays in the history. */
export const ReopenNeed = z.strictObject({ version, why: z.string().trim().min(2).max(200) })
export type ReopenNeed = z.infer<typeof ReopenNeed>
export const VoidNeed = z.strictObject({ version, why: z.string().trim().min(2).max(200) })
export type VoidNeed = z.infer<typeof VoidNeed>

export const NeedRow = z.object({
  id: Id, version: z.int(), foundOn: Day, source: z.string(), file: Id.nullable(), name: z.string().nullable(), station: Id, stationName: z.string(),
  servedPlace: z.int(), servedPlaceName: z.string(), item: z.string(), urgency: z.string(), state: z.enum(NEED_STATES), answer: z.enum(NEED_ANSWERS),
  measure: z.string(), owner: Id.nullable(), ownerName: z.string().nullable(), dueOn: Day.nullable(), overdue: z.boolean(), actors: z.array(z.string()),
  outcome: z.enum(NEED_OUTCOMES).nullable(), unmetWhy: z.string().nullable(), closedOn: Day.nullable(), confirmedOn: Day.nullable(), confirmedHow: z.string().nullable(),
  tags: z.array(z.string()), worker: Id, workerName: z.string(), voided: z.boolean(),
})
export type NeedRow = z.infer<typeof NeedRow>

export const NeedView = NeedRow.extend({
  words: z.string(), spokenBy: z.string(), outcomeWords: z.string(), confirmedBy: z.string().nullable(), record: Id.nullable(), reopenWhy: z.string().nullable(),
  recordedAt: z.string(),
  /** What it said before, newest first. */
  earlier: z.array(z.object({ at: z.string(), version: z.int(), state: z.string(), item: z.string(), ownerName: z.string().nullable(), dueOn: Day.nullable(), outcome: z.string().nullable() })),
})
export type NeedView = z.infer<typeof NeedView>

export const NeedFilter = z.strictObject({
  ...PageQuery,
  station: Id.optional(), owner: Id.optional(), file: Id.optional(),
  /** With a place instead of a station: everything answered inside that place. */
  place: z.int().optional(),
  states: z.array(z.enum(NEED_STATES)).max(4).optional(), outcomes: z.array(z.enum(NEED_OUTCOMES)).max(3).optional(), items: z.array(Key.or(z.literal(''))).max(200).optional(),
  urgency: Key.optional(), tag: Key.optional(), servedPlace: z.int().optional(), from: Day.optional(), to: Day.optional(),
  overdueOnly: z.boolean().optional(), unconfirmedOnly: z.boolean().optional(),
})
export type NeedFilter = z.infer<typeof NeedFilter>
export const NeedPage = pageOf(NeedRow)
export type NeedPage = z.infer<typeof NeedPage>

/** Catalogue items that fit what was written and who it is about. */
export const SuggestItems = z.strictObject({ words: Words, file: Id.optional() })
export type SuggestItems = z.infer<typeof SuggestItems>
export const ItemSuggestion = z.object({ item: z.string(), title: z.object({ zh: z.string(), en: z.string().optional() }), words: z.array(z.string()), tags: z.array(z.string()) })
export type ItemSuggestion = z.infer<typeof ItemSuggestion>
export const ItemSuggestions = z.object({ suggestions: z.array(ItemSuggestion) })
export type ItemSuggestions = z.infer<typeof ItemSuggestions>

/** 四张清单: problem 问题清单, service 服务清单, resource 资源清单, project 项目清单. */
export const LIST_KINDS = ['problem', 'service', 'resource', 'project'] as const
export const ListParams = z.object({ kind: z.enum(LIST_KINDS) })
export const ListFilter = z.strictObject({ ...PageQuery, station: Id.optional(), place: z.int().optional(), from: Day.optional(), to: Day.optional(), openOnly: z.boolean().default(false) })
export type ListFilter = z.infer<typeof ListFilter>
export const ListLine = z.object({
  /** The need; on the project list the catalogue item is the line and `needs` counts what stands behind it. */
  need: Id.nullable(), item: z.string(), needs: z.int(), people: z.int(), name: z.string().nullable(), servedPlaceName: z.string(), foundOn: Day, urgency: z.string(),
  measure: z.string(), ownerName: z.string().nullable(), dueOn: Day.nullable(), actors: z.array(z.string()), state: z.enum(['open', 'in-hand', 'kept', 'done', 'partly', 'unmet']), overdue: z.boolean(),
})
export type ListLine = z.infer<typeof ListLine>
export const ListPage = pageOf(ListLine)
export type ListPage = z.infer<typeof ListPage>
