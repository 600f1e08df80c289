/** The posts of the field. What each may see of people stands in the database table `role`. */
export const ROLES = [
  'worker', 'station_head', 'general_worker', 'general_supervisor', 'village_cadre', 'child_director', 'agency_manager', 'agency_finance',
  'township_office', 'township_leader', 'county_bureau', 'city_bureau', 'party_department', 'evaluator', 'auditor', 'administrator',
] as const
export type Role = (typeof ROLES)[number]

/** Those who serve residents and keep their files. */
export const CASEWORKERS = ['worker', 'station_head', 'general_worker', 'general_supervisor'] as const satisfies readonly Role[]
/** Those who visit and report needs in their own village, and nothing else. */
export const VILLAGERS = ['village_cadre', 'child_director'] as const satisfies readonly Role[]
/** Everybody who stands at residents' doors. */
export const SERVES = [...CASEWORKERS, ...VILLAGERS] as const
/** Those who direct a place: figures, stations, reports; names masked or none. */
export const OFFICES = ['township_office', 'township_leader', 'county_bureau', 'city_bureau', 'party_department'] as const satisfies readonly Role[]
/** Offices that take part in ways of serving that are about nobody: a complaint, a ticket. */
export const HANDLERS = ['township_office', 'county_bureau'] as const satisfies readonly Role[]
export const AGENCIES = ['agency_manager', 'agency_finance'] as const satisfies readonly Role[]
