import type { Role } from '#api/roles.ts'

/**
 * Who may open which page. The server decides what is shown there; this only keeps doors that lead nowhere out of sight.
 * The groups repeat `api/src/roles.ts` because web takes nothing but types from there; a test compares them.
 */
export const CASEWORKERS = ['worker', 'station_head', 'general_worker', 'general_supervisor'] as const satisfies readonly Role[]
export const VILLAGERS = ['village_cadre', 'child_director'] as const satisfies readonly Role[]
export const OFFICES = ['township_office', 'township_leader', 'county_bureau', 'city_bureau', 'party_department'] as const satisfies readonly Role[]
export const AGENCIES = ['agency_manager', 'agency_finance'] as const satisfies readonly Role[]
export const EVERYONE = [...CASEWORKERS, ...VILLAGERS, ...OFFICES, ...AGENCIES, 'evaluator', 'auditor', 'administrator'] as const satisfies readonly Role[]

/** A general station looks at its whole county: what waits there is found there. */
export const isOfCounty = (role: string): boolean => role.startsWith('general_')
