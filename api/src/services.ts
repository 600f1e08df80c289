import { z } from 'zod'
import { Day, Id, Key, PageQuery, pageOf, Words } from './common.ts'
import { TurnView } from './service-turns.ts'
import { Text } from './standards.ts'

/** A name inside a form or a rule. */
const Name = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/)
const Short = z.string().trim().max(200)
const Version = z.int().min(1)

// —— What the packs offer ——

const OptionView = z.object({ key: z.string(), title: Text, points: z.int().optional() })
const fieldBase = {
  key: z.string(), title: Text, hint: Text.optional(), needed: z.boolean(), type: z.string(),
  /** What may be chosen, also where the pack names a list. */
  options: z.array(OptionView).optional(),
  min: z.int().optional(), max: z.int().optional(), visibleWhen: z.string().optional(), computed: z.string().optional(), from: z.string().optional(),
}
const ColumnView = z.object(fieldBase)
export const FieldView = z.object({ ...fieldBase, columns: z.array(ColumnView).optional(), draw: z.enum(['family', 'around']).optional() })
export type FieldView = z.infer<typeof FieldView>

/** A form as it is filled in and printed. `formVersion` goes back with the answers. */
export const FormView = z.object({
  key: z.string(), code: z.string(), title: Text, formVersion: z.string(), about: z.enum(['service', 'person', 'record']), times: z.enum(['once', 'many']), class: z.string(),
  fields: z.array(FieldView), levels: z.array(z.object({ key: z.string(), title: Text, from: z.int(), to: z.int(), alarm: z.boolean() })),
  /** FEEL over the fields; null where the form is no scale. */
  score: z.string().nullable(), licence: Text.nullable(),
  source: z.object({ document: Text, number: z.string().nullable(), at: z.string(), basis: z.string() }),
})
export type FormView = z.infer<typeof FormView>
/** A form about to be filled in. `begins`: what is known already, by field (`from`). */
export const FormToFill = FormView.extend({ begins: z.record(z.string(), z.unknown()) })
export type FormToFill = z.infer<typeof FormToFill>
export const FormParams = z.object({ form: Key })
/** The version a service is bound to; without it, today's. `person` and `record`: whom and what it will be about. */
export const FormQuery = z.strictObject({ service: Id.optional(), person: Id.optional(), record: Id.optional() })

export const MethodView = z.object({
  key: z.string(), title: Text, counts: z.enum(['case', 'group', 'activity', 'service']), secret: z.boolean(), subject: z.enum(['person', 'household', 'people', 'none']),
  roles: z.array(OptionView), stages: z.array(z.object({ key: z.string(), title: Text })), signUp: z.boolean(),
  session: z.object({ title: Text, kinds: z.array(z.string()), modes: z.array(OptionView), /** Ways that are kept as a visit or call, and how. */ as: z.record(z.string(), z.object({ kind: z.enum(['visit', 'call']), mode: z.string() })), attendance: z.boolean() }).nullable(),
  /** `levels`: 2 reached, 1 partly, 0 not. `gas`: −2…+2. */
  goals: z.enum(['none', 'levels', 'gas']), sources: z.array(OptionView),
  first: z.object({ title: Text, phone: z.string() }).nullable(), words: z.array(z.string()), groups: z.array(z.string()), basis: z.string(), mayOpen: z.boolean(),
  /** The public may fill in a form of one service of it. */
  forPublic: z.boolean(),
  /** The role of people drawn by chance from those served; null where nobody is. */
  sampled: z.string().nullable(),
  /** What its forms add up to for each colleague; null where they do not. */
  tally: Text.nullable(),
  /** It goes from door to door: coverage follows from the visits. */
  round: z.boolean(),
})
export type MethodView = z.infer<typeof MethodView>
export const MethodsView = z.object({ rows: z.array(MethodView) })
export type MethodsView = z.infer<typeof MethodsView>

// —— Opening and moving a service ——

/** 开一个专业服务. `client` for one about a person; `circle`: who else may see a secret one – without it, or empty, the usual posts; `alone`: nobody else; `station`: which one an office means. */
export const OpenService = z.strictObject({
  method: Key, client: Id.optional(), title: z.string().trim().max(80).default(''), openedOn: Day, source: Key.or(z.literal('')).default(''), words: Words.default(''),
  need: Id.optional(), fromService: Id.optional(), item: Key.or(z.literal('')).default(''), circle: z.array(Id).max(20).optional(), alone: z.literal(true).optional(), station: Id.optional(),
  capacity: z.int().min(1).max(100_000).optional(), happensAt: z.iso.datetime({ offset: true }).optional(), venue: Short.default(''),
})
export type OpenService = z.infer<typeof OpenService>
export const ChangeService = z.strictObject({
  version: Version, title: z.string().trim().min(1).max(80).optional(), item: Key.or(z.literal('')).optional(), worker: Id.optional(), why: Short.default(''), need: Id.optional(),
  capacity: z.int().min(1).max(100_000).nullable().optional(), happensAt: z.iso.datetime({ offset: true }).nullable().optional(), venue: Short.optional(),
})
export type ChangeService = z.infer<typeof ChangeService>
/** 进入下一阶段, or back to an earlier one with a reason. */
export const MoveService = z.strictObject({ version: Version, to: Key, why: Short.default('') })
export type MoveService = z.infer<typeof MoveService>
export const CloseService = z.strictObject({ version: Version, reason: Key, on: Day, words: Words.default('') })
export type CloseService = z.infer<typeof CloseService>
export const ReopenService = z.strictObject({ version: Version, why: z.string().trim().min(2).max(200) })
export type ReopenService = z.infer<typeof ReopenService>

// —— Forms ——

/** How a sheet was signed; paper with the signature itself is one of `photos`. */
export const SIGNATURES = ['signed', 'thumbprint', 'oral', 'refused'] as const
/**
 * By field: text and words – the words; number, minutes, money (fen) – a whole number; choice – a key; choices – keys; yes-no – true or false; day – YYYY-MM-DD; time – HH:MM;
 * moment – an instant with its offset; person – the id of somebody of the service; rows – objects; photos – ids of files; signature – one of `SIGNATURES`. Not answered: left out.
 */
const Answers = z.record(Name, z.unknown()).refine((answers) => JSON.stringify(answers).length <= 120_000)
/** 填表. `person`: whom a form about one of several is about. `record`: the contact it writes up. Saved whatever is missing. */
export const SaveForm = z.strictObject({
  service: Id, form: Key, formVersion: z.string().max(60), filledOn: Day, person: Id.optional(), record: Id.optional(), answers: Answers,
  /** Pictures of a sheet filled in on paper. */
  photos: z.array(Id).max(9).default([]),
})
export type SaveForm = z.infer<typeof SaveForm>
export const AmendForm = z.strictObject({ version: Version, why: z.string().trim().min(2).max(200), filledOn: Day.optional(), answers: Answers })
export type AmendForm = z.infer<typeof AmendForm>
export const VoidForm = z.strictObject({ version: Version, why: z.string().trim().min(2).max(200) })
export type VoidForm = z.infer<typeof VoidForm>

export const FilledRow = z.object({
  id: Id, version: z.int(), form: z.string(), code: z.string(), title: Text, number: z.int(), filledOn: Day, workerName: z.string(), person: Id.nullable(), record: Id.nullable(),
  score: z.int().nullable(), level: z.object({ key: z.string(), title: Text, alarm: z.boolean(), opens: z.object({ key: z.string(), title: Text }).nullable() }).nullable(), gaps: z.array(Text), late: z.boolean(), amended: z.boolean(),
})
export type FilledRow = z.infer<typeof FilledRow>
export const FilledForm = FilledRow.extend({
  service: Id, answers: z.record(z.string(), z.unknown()), definition: FormView, photos: z.array(Id), recordedAt: z.string(), amendWhy: z.string().nullable(), locked: z.boolean(),
  earlier: z.array(z.object({ at: z.string(), version: z.int(), answers: z.record(z.string(), z.unknown()) })),
})
export type FilledForm = z.infer<typeof FilledForm>

// —— People, goals, approvals ——

export const PERSON_STATES = ['signed-up', 'waiting', 'in', 'left', 'refused'] as const
/** Somebody of the service: a file, or a name where there is none. */
export const SavePerson = z.strictObject({
  service: Id, file: Id.optional(), name: z.string().trim().max(40).default(''), role: Key.default('client'), phone: z.string().trim().max(20).default(''),
  minor: z.boolean().default(false), guardian: z.string().trim().max(40).default(''), state: z.enum(['signed-up', 'in']).default('in'), note: Short.default(''),
})
export type SavePerson = z.infer<typeof SavePerson>
export const MovePerson = z.strictObject({ version: Version, state: z.enum(PERSON_STATES), why: Short.default('') })
export type MovePerson = z.infer<typeof MovePerson>
/** 签到: once each, whoever marks it. */
export const CheckIn = z.strictObject({ rows: z.array(z.strictObject({ person: Id, at: z.iso.datetime({ offset: true }).optional(), how: z.enum(['qr', 'list', 'name', 'walk-in']).default('list') })).min(1).max(300) })
export type CheckIn = z.infer<typeof CheckIn>
export const Attend = z.strictObject({
  record: Id, rows: z.array(z.strictObject({ person: Id, state: z.enum(['present', 'late', 'absent']), reason: z.string().trim().max(80).default('') })).min(1).max(200),
})
export type Attend = z.infer<typeof Attend>

export const SaveGoal = z.strictObject({
  service: Id, number: z.int().min(1).max(30), words: z.string().trim().min(1).max(500), indicator: z.string().trim().max(200).default(''), baseline: z.string().trim().max(200).default(''),
  target: z.string().trim().max(200).default(''), dueOn: Day.optional(),
})
export type SaveGoal = z.infer<typeof SaveGoal>
export const ChangeGoal = SaveGoal.omit({ service: true, number: true }).extend({ version: Version, why: Short.default('') })
export type ChangeGoal = z.infer<typeof ChangeGoal>
/** −2…+2, or 2 reached, 1 partly, 0 not: which, the pack says. */
export const RateGoal = z.strictObject({ version: Version, attained: z.int().min(-2).max(2), words: Short.default('') })
export type RateGoal = z.infer<typeof RateGoal>

export const AskApproval = z.strictObject({ service: Id, key: Key, note: Short.default('') })
export type AskApproval = z.infer<typeof AskApproval>
/** `offline`: decided on paper; the photo of the stamped sheet is the proof. */
export const DecideApproval = z.strictObject({
  version: Version, decision: z.enum(['approved', 'returned', 'offline']), why: Short.default(''), decidedOn: Day.optional(), photo: Id.optional(),
})
export type DecideApproval = z.infer<typeof DecideApproval>

// —— Referral ——

export const ReferService = z.strictObject({
  id: Id, toStation: Id, reason: z.string().trim().min(2).max(500), summary: z.string().trim().min(2).max(4000), urgent: z.boolean().default(false),
  /** The separate consent it rests on, or the law when there is none. */
  consent: Id.optional(), basis: Key.or(z.literal('')).default(''),
})
export type ReferService = z.infer<typeof ReferService>
/** `version` is the referral's. */
export const AnswerReferral = z.strictObject({ version: Version, accept: z.boolean(), why: Short.default(''), client: Id.optional() })
export type AnswerReferral = z.infer<typeof AnswerReferral>

// —— What screens read ——

const GapView = z.object({ stage: z.string(), key: z.string(), words: Text, lock: z.boolean(), form: z.string().nullable(), /** Whom it is open for, by their ids in the service. */ people: z.array(Id) })
const ClockView = z.object({ id: Id, key: z.string(), title: Text, startedAt: z.string(), dueAt: z.string(), doneAt: z.string().nullable(), overdue: z.boolean() })
export const ApprovalView = z.object({
  id: Id, version: z.int(), key: z.string(), title: Text, stage: z.string(), note: z.string(), askedAt: z.string(), askedByName: z.string(), decision: z.enum(['approved', 'returned', 'offline']).nullable(),
  decidedAt: z.string().nullable(), decidedByName: z.string().nullable(), why: z.string(), photo: Id.nullable(), mayDecide: z.boolean(),
})
export const GoalView = z.object({
  id: Id, version: z.int(), number: z.int(), words: z.string(), indicator: z.string(), baseline: z.string(), target: z.string(), dueOn: Day.nullable(), attained: z.int().nullable(), attainedWords: z.string(), ratedOn: Day.nullable(),
})
export const PersonView = z.object({
  id: Id, version: z.int(), file: Id.nullable(), name: z.string(), role: z.string(), state: z.enum(PERSON_STATES), position: z.int().nullable(), minor: z.boolean(), guardian: z.string(), note: z.string(),
  checkedInAt: z.string().nullable(), present: z.int(), absent: z.int(), missedInARow: z.int(), droppingOut: z.boolean(),
})
export type PersonView = z.infer<typeof PersonView>
export const SessionView = z.object({ id: Id, version: z.int(), kind: z.string(), occurredOn: Day, mode: z.string(), modeTitle: Text, /** Of a visit or call that did not go as usual. */ result: Text.nullable(), minutes: z.int(), workerName: z.string(), heads: z.int(), late: z.boolean(), form: Id.nullable(), words: z.string() })
export const ReferralView = z.object({
  id: Id, version: z.int(), toStation: Id, toStationName: z.string(), fromStationName: z.string(), reason: z.string(), summary: z.string(), urgent: z.boolean(), state: z.enum(['sent', 'accepted', 'refused', 'withdrawn']), sentAt: z.string(), replyDueAt: z.string(), answeredAt: z.string().nullable(), why: z.string(),
})

/** 抽样: so many of those served in a time. */
export const DrawSample = z.strictObject({ id: Id, size: z.int().min(1).max(300), from: Day, to: Day })
export type DrawSample = z.infer<typeof DrawSample>
export const Drawn = z.object({ drawn: z.int(), pool: z.int() })
/** The answers behind a figure of a survey; `after` is where the page before ended. */
export const AnswersQuery = z.strictObject({ form: Key, group: Key.optional(), /** How it came; '' where that was not said. */ way: Key.or(z.literal('')).optional(), after: z.string().max(120).optional(), limit: z.int().min(1).max(100).default(50) })
export type AnswersQuery = z.infer<typeof AnswersQuery>
export const AnswersPage = z.object({ rows: z.array(FilledRow.extend({ /** Of paper, added up on one tally. */ sheets: z.int().nullable() })), next: z.string().nullable() })
export type AnswersPage = z.infer<typeof AnswersPage>
const ResultLines = z.array(z.object({ key: z.string().nullable(), title: Text.nullable(), answers: z.int(), mean: z.int().nullable(), low: z.int() }))
const SampleView = z.object({ id: Id, size: z.int(), pool: z.int(), from: Day, to: Day, seed: Id, drawnAt: z.string(), drawnByName: z.string() })

/** Contacts before `after`, which the page before named. */
export const SessionsQuery = z.strictObject({ after: z.string().max(60).optional(), limit: z.coerce.number().int().min(1).max(100).default(50) })
export type SessionsQuery = z.infer<typeof SessionsQuery>
export const SessionsPage = z.object({ rows: z.array(SessionView), next: z.string().nullable() })
export type SessionsPage = z.infer<typeof SessionsPage>

export const SERVICE_STATES = ['offered', 'open', 'closed', 'refused'] as const
export const ServiceRow = z.object({
  id: Id, version: z.int(), method: z.string(), methodTitle: Text, counts: z.string(), secret: z.boolean(), title: z.string(), number: z.string().nullable(), client: Id.nullable(),
  station: Id, stationName: z.string(), worker: Id, workerName: z.string(), stage: z.string(), stageTitle: Text, state: z.enum(SERVICE_STATES), openedOn: Day, closedOn: Day.nullable(), closeReason: z.string().nullable(),
  item: z.string(), sessions: z.int(), lastOn: Day.nullable(), gaps: z.int(), dueAt: z.string().nullable(), waiting: z.boolean(), happensAt: z.string().nullable(), capacity: z.int().nullable(), people: z.int(),
})
export type ServiceRow = z.infer<typeof ServiceRow>
export const ServiceFilter = z.strictObject({
  ...PageQuery, station: Id.optional(), worker: Id.optional(), client: Id.optional(), method: Key.optional(), counts: z.enum(['case', 'group', 'activity', 'service']).optional(),
  states: z.array(z.enum(SERVICE_STATES)).max(4).optional(), stage: Key.optional(), gapsOnly: z.boolean().optional(), from: Day.optional(), to: Day.optional(), closedFrom: Day.optional(), closedTo: Day.optional(),
})
export type ServiceFilter = z.infer<typeof ServiceFilter>
export const ServicePage = pageOf(ServiceRow)

export const ServiceView = ServiceRow.extend({
  words: z.string(), source: z.string(), need: Id.nullable(), fromService: z.object({ id: Id, title: z.string() }).nullable(), toServices: z.array(z.object({ id: Id, title: z.string(), method: z.string() })), venue: z.string(), closeWords: z.string(),
  pack: z.string(), packVersion: z.string(), definition: MethodView,
  /** In order; the forms of each with what is filled in, oldest first. */
  stages: z.array(z.object({
    key: z.string(), title: Text, state: z.enum(['done', 'now', 'ahead']), /** Begins with the closing. */ afterEnd: z.boolean(), gaps: z.array(GapView), approvals: z.array(z.object({ key: z.string(), title: Text })),
    forms: z.array(z.object({ key: z.string(), code: z.string(), title: Text, about: z.string(), times: z.string(), needed: z.boolean(), /** This post fills it in, where it may fill in anything. */ mayFill: z.boolean(), filled: z.array(FilledRow) })),
  })),
  people: z.array(PersonView), goals: z.array(GoalView), approvals: z.array(ApprovalView), clocks: z.array(ClockView), referrals: z.array(ReferralView),
  /** The latest twenty; `sessions` says how many there are, `olderSessions` where the next page begins. */
  lastSessions: z.array(SessionView), olderSessions: z.string().nullable(), sessionForm: z.string().nullable(), closeReasons: z.array(OptionView),
  attendance: z.array(z.object({ record: Id, person: Id, state: z.string(), reason: z.string() })),
  /** What a survey has come to: by form, in all (`key` null) and by group; and how its people were drawn. */
  results: z.array(z.object({ form: z.string(), title: Text, groups: ResultLines, ways: ResultLines })), samples: z.array(SampleView),
  /** What it may still turn into, with whose words; null where nothing. `to` is a method, or `need`. */
  becomes: z.object({ words: z.string(), who: z.string(), ways: z.array(z.object({ to: z.string(), title: Text.nullable() })) }).nullable(),
  circle: z.array(z.object({ post: Id, title: z.string(), name: z.string() })), closeGaps: z.array(GapView), complete: z.boolean(), mayFill: z.boolean(), /** Moves it on and ends it. */ mayLead: z.boolean(), mayWrite: z.boolean(), mayReopen: z.boolean(), turns: z.array(TurnView), mayCircle: z.boolean(),
})
export type ServiceView = z.infer<typeof ServiceView>

/** 今天 of the services: clocks by due time, what waits for my word, what is offered to my station. No person's name in a clock that is not mine to open. */
export const DueServices = z.object({
  clocks: z.array(z.object({ id: Id, service: Id, key: z.string(), /** Reminds until it is done: it does not wait for anything else. */ urgent: z.boolean(), title: Text, methodTitle: Text, station: Id, stationName: z.string(), dueAt: z.string(), overdue: z.boolean(), mine: z.boolean(), name: z.string() })),
  /** With what an approver must know: approving is one tap there. */
  approvals: z.array(z.object({
    id: Id, version: z.int(), service: Id, key: z.string(), title: Text, methodTitle: Text, name: z.string(), number: z.string().nullable(), note: z.string(), askedAt: z.string(), askedByName: z.string(),
    gaps: z.array(Text), forms: z.array(FilledRow),
  })),
  offered: z.array(z.object({ id: Id, service: Id, methodTitle: Text, fromStationName: z.string(), urgent: z.boolean(), sentAt: z.string(), replyDueAt: z.string() })),
  counts: z.object({ due: z.int(), overdue: z.int(), waiting: z.int(), gaps: z.int(), offered: z.int() }),
})
export type DueServices = z.infer<typeof DueServices>
