import { z } from 'zod'
import { Id, PageQuery, pageOf } from './common.ts'

export const ORGANISATION_KINDS = ['agency', 'social-organisation', 'department', 'enterprise', 'unit'] as const

export const SaveOrganisation = z.strictObject({
  /** Left out for a new one: the caller's own place. Fixed afterwards. */
  place: z.int().optional(), name: z.string().trim().min(2).max(80), kind: z.enum(ORGANISATION_KINDS), creditCode: z.string().trim().max(40).default(''),
  version: z.int().min(1).optional(),
})
export type SaveOrganisation = z.infer<typeof SaveOrganisation>

export const CREDIT_CODE_WARNINGS = ['credit-code.wrong-check', 'credit-code.wrong-organisation-check'] as const
/** A few codes really issued fail the check characters, so they warn and are kept. */
export const OrganisationSaved = z.object({ id: Id, version: z.int(), warnings: z.array(z.enum(CREDIT_CODE_WARNINGS)) })
export type OrganisationSaved = z.infer<typeof OrganisationSaved>

export const OrganisationView = z.object({
  id: Id, place: z.int(), placeName: z.string(), name: z.string(), kind: z.enum(ORGANISATION_KINDS), creditCode: z.string().nullable(),
  creditCodeWarnings: z.array(z.enum(CREDIT_CODE_WARNINGS)), version: z.int(), stations: z.int(), contracts: z.int(),
})
export type OrganisationView = z.infer<typeof OrganisationView>

export const OrganisationFilter = z.strictObject({
  ...PageQuery, after: Id.optional(), place: z.int().optional(), kinds: z.array(z.enum(ORGANISATION_KINDS)).max(5).optional(), search: z.string().trim().max(40).optional(),
})
export type OrganisationFilter = z.infer<typeof OrganisationFilter>
export const OrganisationPage = pageOf(OrganisationView)
export type OrganisationPage = z.infer<typeof OrganisationPage>
