import { z } from 'zod'
import { Day, Id, Key, PageQuery, Words, pageOf } from './common.ts'

export const RISKS = ['red', 'orange', 'yellow', 'blue'] as const
export type Risk = (typeof RISKS)[number]
export const CLOSING_REASONS = ['died', 'moved-away', 'institution', 'not-needed'] as const
export type ClosingReason = (typeof CLOSING_REASONS)[number]
export const CONSENT_MEDIA = ['written', 'thumbprint', 'oral', 'refused'] as const
/** What may be unmasked one by one, and what for. The reason stands in the audit. */
export const REVEALED_FIELDS = ['identity', 'phone', 'address'] as const
export const REVEAL_REASONS = ['contact', 'verification', 'application', 'correction', 'emergency', 'other'] as const

const Name = z.string().trim().min(1).max(40)
const Sex = z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(9)])
const IdentityText = z.string().trim().max(40)
const Phone = z.string().trim().max(30)
const Address = z.string().trim().max(200)
const ShortWords = z.string().trim().max(500)
const Why = z.string().trim().min(2).max(200)
const Version = z.int().min(1)

export const NewTag = z.strictObject({ id: Id, tag: Key, source: Key.default('visit'), fromOn: Day.optional() })
export type NewTag = z.infer<typeof NewTag>

export const SaveConsent = z.strictObject({
  id: Id, purpose: Key, scope: z.array(Key).max(20).default([]), medium: z.enum(CONSENT_MEDIA),
  givenOn: Day.optional(), expiresOn: Day.optional(), witness: z.string().trim().max(40).default(''),
  guardianName: z.string().trim().max(40).default(''), guardianRelation: Key.optional(), lacksCapacity: z.boolean().default(false),
  reason: ShortWords.default(''), photo: Id.optional(),
})
export type SaveConsent = z.infer<typeof SaveConsent>

/** A new file. Only name and village are required. */
export const SaveResident = z.strictObject({
  /** The answering station; without it the one of the post. */
  station: Id.optional(),
  place: z.int(), name: Name, sex: Sex.default(0), birthOn: Day.optional(), identity: IdentityText.default(''), phone: Phone.default(''),
  address: Address.default(''), worker: Id.optional(), risk: z.enum(RISKS).default('blue'), whyServed: ShortWords.default(''), note: Words.default(''),
  openedOn: Day.optional(), tags: z.array(NewTag).max(20).default([]), consent: SaveConsent.optional(),
})
export type SaveResident = z.infer<typeof SaveResident>
/** The form before defaults, as the browser sends it. */
export type SaveResidentInput = z.input<typeof SaveResident>

/** What a save of a file answers. Warnings are codes such as `identity.unknown-region`. */
export const ResidentSaved = z.object({ id: Id, version: z.int(), fileNo: z.string().nullable(), warnings: z.array(z.string()) })
export type ResidentSaved = z.infer<typeof ResidentSaved>

/** Only the fields being changed. `version` is the one they were read at. */
export const ChangeResident = z.strictObject({
  version: Version, name: Name.optional(), sex: Sex.optional(), birthOn: Day.nullable().optional(), identity: IdentityText.optional(), phone: Phone.optional(),
  address: Address.optional(), relation: Key.nullable().optional(), worker: Id.nullable().optional(), whyServed: ShortWords.optional(), note: Words.optional(),
})
export type ChangeResident = z.infer<typeof ChangeResident>

export const ChangeRisk = z.strictObject({ version: Version, risk: z.enum(RISKS), reason: Why })
export type ChangeRisk = z.infer<typeof ChangeRisk>
export const CloseTag = z.strictObject({ tag: Id, version: Version, untilOn: Day.optional() })
export type CloseTag = z.infer<typeof CloseTag>
export const WithdrawConsent = z.strictObject({ consent: Id, version: Version, on: Day.optional(), why: ShortWords.default('') })
export type WithdrawConsent = z.infer<typeof WithdrawConsent>
export const CloseResident = z.strictObject({ version: Version, why: z.enum(CLOSING_REASONS), on: Day })
export type CloseResident = z.infer<typeof CloseResident>
export const VersionOnly = z.strictObject({ version: Version })
/** Without `station` the file stays with its station. `withHousehold`: everybody of the household moves along. */
export const MoveResident = z.strictObject({ version: Version, place: z.int(), station: Id.optional(), withHousehold: z.boolean().default(false) })
export type MoveResident = z.infer<typeof MoveResident>
export const CONFLICT_KINDS = ['family', 'accused', 'other'] as const
const Conflict = z.object({ post: Id, kind: z.enum(CONFLICT_KINDS) })
/** `conflicts`: whose accounts never open it, all of them; left out, they stay as they are. */
export const ProtectResident = z.strictObject({ members: z.array(Id).min(1).max(20), why: Why, conflicts: z.array(z.strictObject(Conflict.shape)).max(20).optional() })
export type ProtectResident = z.infer<typeof ProtectResident>
/** This file turned out to be the same person as `into`, which is kept. */
export const MergeResident = z.strictObject({ version: Version, into: Id })
export type MergeResident = z.infer<typeof MergeResident>
export const RevealField = z.strictObject({ field: z.enum(REVEALED_FIELDS), reason: z.enum(REVEAL_REASONS) })
export type RevealField = z.infer<typeof RevealField>
export const Revealed = z.object({ value: z.string() })
export type Revealed = z.infer<typeof Revealed>

export const SaveHousehold = z.strictObject({ file: Id, relation: Key.default('self'), address: Address.default('') })
export type SaveHousehold = z.infer<typeof SaveHousehold>
export const JoinHousehold = z.strictObject({ file: Id, relation: Key.default('other') })
export type JoinHousehold = z.infer<typeof JoinHousehold>
export const LeaveHousehold = z.strictObject({ file: Id })
export const ChangeHousehold = z.strictObject({ version: Version, head: Id.optional(), address: Address.optional() })
export type ChangeHousehold = z.infer<typeof ChangeHousehold>

/** A line of a list: nothing above class P2. A child under 14 or a sensitive filter leaves a trace all the same. */
export const ResidentRow = z.object({
  id: Id, version: z.int(), fileNo: z.string().nullable(), name: z.string(), sex: z.int(), age: z.int().nullable(), place: z.int(), placeName: z.string(),
  station: Id, stationName: z.string(), risk: z.enum(RISKS), tags: z.array(z.string()), phoneMask: z.string().nullable(), worker: Id.nullable(),
  workerName: z.string().nullable(), openedOn: Day, closedOn: Day.nullable(), closedWhy: z.string().nullable(),
})
export type ResidentRow = z.infer<typeof ResidentRow>

export const ResidentFilter = z.strictObject({
  ...PageQuery,
  place: z.int().optional(), station: Id.optional(), worker: Id.optional(), risks: z.array(z.enum(RISKS)).max(4).optional(),
  /** All of them. */
  tags: z.array(Key).max(6).optional(), state: z.enum(['open', 'closed', 'all']).default('open'),
  ageFrom: z.int().min(0).max(150).optional(), ageTo: z.int().min(0).max(150).optional(), sex: z.union([z.literal(1), z.literal(2)]).optional(),
})
export type ResidentFilter = z.infer<typeof ResidentFilter>
export const ResidentPage = pageOf(ResidentRow)
export type ResidentPage = z.infer<typeof ResidentPage>

export const SearchResidents = z.strictObject({ words: z.string().trim().min(1).max(80), limit: z.int().min(1).max(50).default(20) })
export type SearchResidents = z.infer<typeof SearchResidents>
/** `found`: the kinds of words that led here. `more`: there are others; say more. */
export const Found = z.object({ rows: z.array(ResidentRow.extend({ found: z.array(z.string()) })), more: z.boolean() })
export type Found = z.infer<typeof Found>

export const SimilarTo = z.strictObject({
  name: z.string().trim().max(40).default(''), birthOn: Day.optional(), identity: IdentityText.default(''), phone: Phone.default(''), place: z.int().optional(),
  /** The file being edited. */
  except: Id.optional(),
})
export type SimilarTo = z.infer<typeof SimilarTo>
export const SIMILARITIES = ['same-identity', 'same-name-and-birth', 'same-phone', 'same-sound-and-village', 'near-name-and-village', 'same-birth-and-village'] as const
export const Similar = z.object({ rows: z.array(ResidentRow.extend({ because: z.array(z.enum(SIMILARITIES)) })) })
export type Similar = z.infer<typeof Similar>

const TagView = z.object({ id: Id, version: z.int(), tag: z.string(), source: z.string(), restricted: z.boolean(), fromOn: Day, untilOn: Day.nullable() })
const ConsentView = z.object({
  id: Id, version: z.int(), purpose: z.string(), scope: z.array(z.string()), medium: z.enum(CONSENT_MEDIA), givenOn: Day, expiresOn: Day.nullable(), withdrawnOn: Day.nullable(),
  witness: z.string().nullable(), guardianName: z.string().nullable(), guardianRelation: z.string().nullable(), lacksCapacity: z.boolean(), reason: z.string().nullable(),
  state: z.enum(['valid', 'refused', 'expired', 'withdrawn']),
})
const Member = z.object({ file: Id, name: z.string(), relation: z.string().nullable(), sex: z.int(), age: z.int().nullable(), risk: z.enum(RISKS), closedOn: Day.nullable() })

export const HouseholdView = z.object({ id: Id, version: z.int(), headName: z.string(), hasAddress: z.boolean(), place: z.int(), members: z.array(Member) })
export type HouseholdView = z.infer<typeof HouseholdView>

/** One person's page. For a masked post names are 王＊＊ and words, identifiers and birth dates are missing. */
export const ResidentView = ResidentRow.extend({
  masked: z.boolean(), protected: z.boolean(), birthOn: Day.nullable(), identityMask: z.string().nullable(), hasAddress: z.boolean(), relation: z.string().nullable(),
  riskSince: Day.nullable(), riskWhy: z.string().nullable(), whyServed: z.string().nullable(), note: z.string().nullable(),
  tagHistory: z.array(TagView), consents: z.array(ConsentView), household: HouseholdView.nullable(), isChild: z.boolean(),
  mergedInto: Id.nullable(), mergedFrom: z.array(z.object({ file: Id, fileNo: z.string().nullable(), name: z.string() })),
  /** Posts that may open it, when it is protected. */
  circle: z.array(z.object({ post: Id, title: z.string(), name: z.string() })),
  /** Set while it is seen by 紧急调阅 alone: until when. */
  glassUntil: z.iso.datetime().nullable(),
})
export type ResidentView = z.infer<typeof ResidentView>

const Colleague = z.object({ post: Id, title: z.string(), name: z.string(), role: z.string() })
/** Posts that may be taken into the circle of a file: those of its station that see names, and one's own. Colleagues who may be in conflict; those who are. */
export const CircleChoices = z.object({ rows: z.array(Colleague), colleagues: z.array(Colleague), conflicts: z.array(Conflict) })
export type CircleChoices = z.infer<typeof CircleChoices>
