import { z } from 'zod'
import { CERTIFICATE_LEVELS } from './accounts.ts'
import { Day } from './common.ts'
import type { Role } from './roles.ts'

/** Who reads what T12 says of colleagues beside name and post; everybody else only what it says of himself. */
export const STAFF_READERS: readonly Role[] = ['station_head', 'general_supervisor', 'county_bureau', 'city_bureau', 'agency_manager', 'administrator']

export const REGISTRATIONS = ['registered', 'not-registered', 'expired'] as const
/** What is soon to be done about a colleague. */
export const STAFF_DUE = ['contract-over', 'contract-ends', 'check-over'] as const

/** 证书、学历、劳动合同、社保、从业禁止查询. Null or empty: nobody wrote it down. */
export const StaffFacts = z.object({
  version: z.int(), certificateLevel: z.enum(CERTIFICATE_LEVELS).nullable(), certificateNo: z.string(), registered: z.enum(REGISTRATIONS).nullable(), education: z.string(),
  contractFrom: Day.nullable(), contractUntil: Day.nullable(), insured: z.boolean().nullable(), checkedOn: Day.nullable(), due: z.array(z.enum(STAFF_DUE)),
})
export type StaffFacts = z.infer<typeof StaffFacts>
/** `version` 0: nothing was written down before. */
export const SaveStaffFacts = z.strictObject({
  version: z.int().min(0), certificateLevel: z.enum(CERTIFICATE_LEVELS).nullable(), certificateNo: z.string().trim().max(40), registered: z.enum(REGISTRATIONS).nullable(), education: z.string().trim().max(60),
  contractFrom: Day.nullable(), contractUntil: Day.nullable(), insured: z.boolean().nullable(), checkedOn: Day.nullable(),
})
export type SaveStaffFacts = z.infer<typeof SaveStaffFacts>
