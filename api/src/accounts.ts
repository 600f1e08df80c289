import { z } from 'zod'
import { Day, Id, Key, PageQuery, pageOf } from './common.ts'
import { ROLES } from './roles.ts'

/** Why a head gives somebody a new password and code card. */
export const RESET_REASONS = ['forgot-password', 'lost-phone', 'lost-card', 'locked-out', 'new-device', 'suspected-misuse'] as const
export type ResetReason = (typeof RESET_REASONS)[number]

/** 助理社会工作师, 社会工作师, 高级社会工作师. */
export const CERTIFICATE_LEVELS = ['assistant', 'middle', 'senior'] as const

const SignInName = z.string().trim().toLowerCase().regex(/^[a-z0-9._-]{2,40}$/)

/** A post: role × unit × the places it reaches. A post at a station lies where the station lies. */
export const NewPost = z.strictObject({
  role: z.enum(ROLES),
  title: z.string().trim().min(1).max(60),
  station: Id.nullable().default(null),
  organisation: Id.nullable().default(null),
  contract: Id.nullable().default(null),
  /** Needed without a station. */
  place: z.int().optional(),
  /** One to four divisions, each with all below it. Left out: the post's own place. */
  reach: z.array(z.int()).min(1).max(4).optional(),
  fromOn: Day.optional(),
  untilOn: Day.nullable().default(null),
  fullTime: z.boolean().default(true),
  /** 用人方式, out of the pack's list staffing-mode. */
  staffingMode: Key.nullable().default(null),
  /** 社会工作者职业水平 of the holder; left out, what is known of him stays. */
  certificateLevel: z.enum(CERTIFICATE_LEVELS).optional(),
})
export type NewPost = z.infer<typeof NewPost>

export const CreateAccount = z.strictObject({
  name: z.string().trim().min(1).max(40),
  signInName: SignInName,
  /** 138****1234: enough to tell two people of one name apart. */
  phoneMask: z.string().regex(/^\d{3}\*{4}\d{4}$/).nullable().default(null),
  postId: Id,
  post: NewPost,
})
export type CreateAccount = z.infer<typeof CreateAccount>

export const GivePost = z.strictObject({ account: Id, post: NewPost })
export type GivePost = z.infer<typeof GivePost>
/** Without `untilOn` the post ends at once. */
export const EndPost = z.strictObject({ version: z.int().min(1), untilOn: Day.optional() })
export type EndPost = z.infer<typeof EndPost>
export const CloseAccount = z.strictObject({ version: z.int().min(1), why: z.string().trim().min(2).max(200) })
export type CloseAccount = z.infer<typeof CloseAccount>
export const ResetAccount = z.strictObject({ id: Id, reason: z.enum(RESET_REASONS), words: z.string().trim().min(2).max(200) })
export type ResetAccount = z.infer<typeof ResetAccount>

/** What is handed over on paper, shown this once. `null`: it was shown before. */
export const HandOver = z.object({
  id: Id, version: z.int(),
  secrets: z.object({ signInName: z.string(), oneTimePassword: z.string(), codes: z.array(z.string()) }).nullable(),
})
export type HandOver = z.infer<typeof HandOver>

export const HeldPost = z.object({
  id: Id, version: z.int(), role: z.enum(ROLES), title: z.string(), place: z.int(), placeName: z.string(), station: Id.nullable(), stationName: z.string().nullable(),
  reach: z.array(z.object({ from: z.int(), to: z.int(), name: z.string() })), fromOn: Day, untilOn: Day.nullable(), ended: z.boolean(),
})
export type HeldPost = z.infer<typeof HeldPost>

export const AccountRow = z.object({
  id: Id, version: z.int(), name: z.string(), signInName: z.string(), phoneMask: z.string().nullable(), place: z.int(), placeName: z.string(),
  state: z.enum(['active', 'closed']), closedWhy: z.string().nullable(), signedInAt: z.string().nullable(),
  /** No sign-in for 90 days. */
  dormant: z.boolean(),
  posts: z.array(HeldPost),
})
export type AccountRow = z.infer<typeof AccountRow>

export const AccountFilter = z.strictObject({
  ...PageQuery, name: z.string().trim().max(40).optional(), station: Id.optional(), role: z.enum(ROLES).optional(),
  state: z.enum(['active', 'closed']).optional(), dormantOnly: z.boolean().optional(),
})
export type AccountFilter = z.infer<typeof AccountFilter>
export const AccountPage = pageOf(AccountRow)
export type AccountPage = z.infer<typeof AccountPage>

/** What the signed-in post may give: the roles, and the stations they can be given at (at most 1,000). */
export const GivingRules = z.object({
  roles: z.array(z.enum(ROLES)),
  stations: z.array(z.object({ id: Id, name: z.string(), tier: z.enum(['general', 'township', 'room']), place: z.int() })),
})
export type GivingRules = z.infer<typeof GivingRules>
