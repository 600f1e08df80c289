import { z } from 'zod'
import { Day, Id, Key, PageQuery, Saved, Words, pageOf } from './common.ts'

export const RECORD_KINDS = ['visit', 'call', 'activity', 'task', 'consultation', 'session'] as const
export type RecordKind = (typeof RECORD_KINDS)[number]

const Photo = z.strictObject({ blob: Id, shows: z.enum(['site', 'activity', 'sign-in-sheet', 'signature', 'paper']), consent: z.enum(['none', 'inside', 'publish']) })

/** Which version of the form this was filled in on; one replaced within the last 12 months is still taken. */
const FormVersion = z.string().regex(/^[a-z]{1,20}\.\d{1,3}$/)

const base = {
  occurredOn: Day,
  startedAt: z.iso.time({ precision: -1 }).optional(),
  minutes: z.int().min(0).max(1440),
  /** In the writer's own words. */
  words: Words.default(''),
  item: Key.or(z.literal('')).default(''),
  withWhom: z.string().trim().max(80).default(''),
  photos: z.array(Photo).max(9).default([]),
  /** The paper sheet this was entered from, by its printed code. */
  batch: Id.optional(),
}

/** 记走访, 记电话: one person, or several of one household. */
const contact = {
  ...base,
  files: z.array(Id).min(1).max(12),
  mode: Key,
  result: Key,
  nextOn: Day.optional(),
  signature: z.enum(['signed', 'thumbprint', 'none']).default('none'),
  unsignedWhy: z.string().trim().max(120).default(''),
}

export const SaveVisit = z.strictObject({ kind: z.literal('visit'), formVersion: FormVersion.default('visit.1'), ...contact })
export const SaveCall = z.strictObject({ kind: z.literal('call'), formVersion: FormVersion.default('call.1'), ...contact })

/** 记活动: a head count by group; names only when known. */
export const SaveActivity = z.strictObject({
  kind: z.literal('activity'), formVersion: FormVersion.default('activity.1'), ...base,
  title: z.string().trim().min(1).max(80),
  mode: Key.default('other'),
  heads: z.int().min(0).max(100_000),
  headGroups: z.record(Key, z.int().min(0).max(100_000)).default({}),
  servedPlace: z.int().optional(),
  files: z.array(Id).max(500).default([]),
})

/** 记交办: a task handed down, inside or outside the contract. */
export const SaveTask = z.strictObject({
  kind: z.literal('task'), formVersion: FormVersion.default('task.1'), ...base,
  mode: Key,
  requester: Key.default('township-civil-affairs'),
  inContract: z.boolean().default(false),
  title: z.string().trim().max(80).default(''),
})

/** 记咨询: a question at the desk or on the phone; the asker may stay unknown. */
export const SaveConsultation = z.strictObject({
  kind: z.literal('consultation'), formVersion: FormVersion.default('consultation.1'), ...base,
  mode: Key,
  files: z.array(Id).max(12).default([]),
})

/** 个案面谈、小组节次 …: a contact of a professional service. */
export const SaveSession = z.strictObject({
  kind: z.literal('session'), formVersion: FormVersion.default('session.1'), ...base,
  mode: Key,
  title: z.string().trim().max(80).default(''),
  heads: z.int().min(0).max(100_000).default(0),
  files: z.array(Id).max(100).default([]),
})

export const SaveRecord = z.discriminatedUnion('kind', [SaveVisit, SaveCall, SaveActivity, SaveTask, SaveConsultation])
/** A contact that belongs to a service: a session, or any other kind its method allows. */
export const SaveContact = z.discriminatedUnion('kind', [SaveSession, SaveVisit, SaveCall, SaveActivity, SaveConsultation])
export type SaveContact = z.infer<typeof SaveContact>
export type SaveRecord = z.infer<typeof SaveRecord> | z.infer<typeof SaveSession>

/** 批量走访/电话表: mode and day once, exceptions only. All rows are saved, or none. */
export const SaveSheet = z.strictObject({
  kind: z.enum(['visit', 'call']),
  occurredOn: Day,
  mode: Key,
  minutesEach: z.int().min(1).max(240).default(10),
  withWhom: z.string().trim().max(80).default(''),
  rows: z.array(z.strictObject({ id: Id, file: Id, result: Key, words: Words.default('') })).min(1).max(60),
})
export type SaveSheet = z.infer<typeof SaveSheet>

/** 更正: what the record should say instead, and why. Anything left out stays. */
export const AmendRecord = z.strictObject({
  version: z.int().min(1),
  why: z.string().trim().min(2).max(200),
  occurredOn: Day.optional(), minutes: z.int().min(0).max(1440).optional(), mode: Key.optional(), result: Key.optional(), words: Words.optional(),
  item: Key.or(z.literal('')).optional(), withWhom: z.string().trim().max(80).optional(), heads: z.int().min(0).max(100_000).optional(),
  title: z.string().trim().max(80).optional(), inContract: z.boolean().optional(),
})
export type AmendRecord = z.infer<typeof AmendRecord>

export const VoidRecord = z.strictObject({ version: z.int().min(1), why: z.string().trim().min(2).max(200) })

/** 本月待归类: many records get their catalogue item at once. */
export const ClassifyRecords = z.strictObject({ rows: z.array(z.strictObject({ id: Id, version: z.int().min(1), item: Key })).min(1).max(200) })

export const RecordRow = z.object({
  id: Id, version: z.int(), kind: z.enum(RECORD_KINDS), occurredOn: Day, station: Id, stationName: z.string(), servedPlace: z.int(), servedPlaceName: z.string(),
  worker: Id, workerName: z.string(), mode: z.string(), result: z.string().nullable(), item: z.string(), title: z.string().nullable(), minutes: z.int(),
  heads: z.int(), inContract: z.boolean().nullable(), requester: z.string().nullable(), late: z.boolean(), gaps: z.array(z.string()), voided: z.boolean(),
  people: z.array(z.object({ file: Id, name: z.string(), age: z.int().nullable(), sex: z.int(), tags: z.array(z.string()) })),
})
export type RecordRow = z.infer<typeof RecordRow>

export const RecordView = RecordRow.extend({
  words: z.string(), withWhom: z.string(), nextOn: Day.nullable(), signature: z.string().nullable(), unsignedWhy: z.string().nullable(),
  recordedAt: z.string(), amendedAt: z.string().nullable(), amendWhy: z.string().nullable(), voidWhy: z.string().nullable(), locked: z.boolean(),
  photos: z.array(z.object({ blob: Id, shows: z.string(), consent: z.string() })),
  earlier: z.array(z.object({ at: z.string(), version: z.int(), words: z.string(), occurredOn: Day, mode: z.string(), result: z.string().nullable() })),
})
export type RecordView = z.infer<typeof RecordView>

export const RecordFilter = z.strictObject({
  ...PageQuery,
  station: Id.optional(), worker: Id.optional(), file: Id.optional(), service: Id.optional(), contract: Id.optional(),
  /** With a place instead of a station: everything answered inside that place. */
  place: z.int().optional(),
  kinds: z.array(z.enum(RECORD_KINDS)).max(6).optional(), modes: z.array(Key).max(20).optional(), items: z.array(Key.or(z.literal(''))).max(200).optional(), tag: Key.optional(),
  servedPlace: z.int().optional(), from: Day.optional(), to: Day.optional(), gapsOnly: z.boolean().optional(), unclassifiedOnly: z.boolean().optional(),
  inContract: z.boolean().optional(),
  /** A screen that shows no number asks for none. */
  counted: z.boolean().default(true),
})
export type RecordFilter = z.infer<typeof RecordFilter>
export const RecordPage = pageOf(RecordRow)
export const SavedMany = z.object({ saved: z.array(Saved) })

/** 本月待归类: what has no catalogue item yet, with the items that fit what was written. */
export const UnclassifiedQuery = z.strictObject({ ...PageQuery, station: Id.optional(), month: z.string().regex(/^[12]\d{3}-(0[1-9]|1[0-2])$/).optional() })
export type UnclassifiedQuery = z.infer<typeof UnclassifiedQuery>
export const UnclassifiedRow = RecordRow.extend({
  words: z.string(),
  suggestions: z.array(z.object({ item: z.string(), title: z.object({ zh: z.string(), en: z.string().optional() }), words: z.array(z.string()), tags: z.array(z.string()) })),
})
export type UnclassifiedRow = z.infer<typeof UnclassifiedRow>
export const UnclassifiedPage = pageOf(UnclassifiedRow)
export type UnclassifiedPage = z.infer<typeof UnclassifiedPage>

/** What the sender reads when his write was kept for his head instead of being saved. */
export const KeptForHead = z.object({ code: z.string(), sentence: z.string(), undelivered: Id })
export const UndeliveredList = z.object({
  rows: z.array(z.object({ id: Id, version: z.int(), receivedAt: z.string(), sentByName: z.string(), route: z.string(), code: z.string(), sentence: z.string() })),
})
export type UndeliveredList = z.infer<typeof UndeliveredList>
/** `body` is the write as it was sent, in JSON. */
export const UndeliveredView = UndeliveredList.shape.rows.element.extend({ body: z.string() })
export type UndeliveredView = z.infer<typeof UndeliveredView>
export const SettleUndelivered = z.strictObject({ version: z.int().min(1), how: z.enum(['entered', 'not-needed']) })
export type SettleUndelivered = z.infer<typeof SettleUndelivered>

const Share = z.number().min(0).max(1)
/** Where faces are, as shares of the picture. */
export const PublishPhoto = z.strictObject({ faces: z.array(z.strictObject({ x: Share, y: Share, w: Share, h: Share })).max(60) })
export type PublishPhoto = z.infer<typeof PublishPhoto>

/** How often somebody was met, by year and kind, newest year first. */
export const ContactYears = z.object({ years: z.array(z.object({ year: z.int(), kinds: z.array(z.object({ kind: z.enum(RECORD_KINDS), number: z.int() })) })) })
export type ContactYears = z.infer<typeof ContactYears>
