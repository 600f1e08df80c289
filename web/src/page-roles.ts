import type { Role } from '#api/roles.ts'
import { AGENCIES, CASEWORKERS, EVERYONE, OFFICES, VILLAGERS } from './roles.ts'
import { DIRECTS, MAY_BUILD } from './modules/stations/who.ts'

const WHO_VISIT = [...CASEWORKERS, ...VILLAGERS]
const WHO_HANDLE = [...WHO_VISIT, 'township_office', 'county_bureau'] as const
const WHO_READ = [...WHO_VISIT, 'township_office', 'county_bureau'] as const
const WHO_APPROVES = ['station_head', 'general_supervisor', 'agency_manager'] as const
const WHO_COUNT = [...CASEWORKERS, ...OFFICES, ...AGENCIES, 'evaluator'] as const
const WHO_REPORT = [...CASEWORKERS, ...OFFICES, ...AGENCIES] as const

/** Whose posts may open each page behind the sign-in. A page may ask here where its doors lead, without knowing the other pages. */
export const PAGE_ROLES = {
  '/': EVERYONE,
  '/unsent': EVERYONE,
  '/residents': WHO_READ,
  '/residents/new': CASEWORKERS,
  '/residents/$id': WHO_READ,
  '/residents/$id/edit': CASEWORKERS,
  '/import': CASEWORKERS,
  '/import/$id': CASEWORKERS,
  '/record/visit': WHO_VISIT,
  '/record/call': WHO_VISIT,
  '/record/activity': WHO_VISIT,
  '/record/need': WHO_VISIT,
  '/record/task': CASEWORKERS,
  '/record/consultation': CASEWORKERS,
  '/record/batch': WHO_VISIT,
  '/records/$id': [...WHO_READ, 'evaluator'],
  '/needs': WHO_READ,
  '/lists': WHO_READ,
  '/services': WHO_HANDLE,
  '/services/new': WHO_HANDLE,
  '/services/$id': WHO_HANDLE,
  '/services/$id/fill/$form': WHO_HANDLE,
  '/services/$id/print/$form': WHO_HANDLE,
  '/services/$id/codes': CASEWORKERS,
  '/services/$id/round': CASEWORKERS,
  '/doors': CASEWORKERS,
  '/doors/$id/poster': CASEWORKERS,
  '/approvals': WHO_APPROVES,
  '/unclassified': WHO_VISIT,
  '/undelivered': ['station_head', 'general_supervisor'],
  '/glass': CASEWORKERS,
  '/notices': EVERYONE,
  '/calendar': WHO_VISIT,
  '/emergency': [...WHO_VISIT, 'township_office', 'township_leader', 'county_bureau', 'city_bureau'],
  '/emergency/$id': [...WHO_VISIT, 'township_office', 'township_leader', 'county_bureau', 'city_bureau'],
  '/emergency/$id/paper': WHO_VISIT,
  '/emergency/$id/sheet': WHO_VISIT,
  '/accounts': ['station_head', 'county_bureau', 'administrator', 'auditor'],
  '/figures': WHO_COUNT,
  '/ask': WHO_COUNT,
  '/reports': WHO_REPORT,
  '/reports/$station/$month': WHO_REPORT,
  '/ledgers/$table': WHO_COUNT,
  '/board': ['general_worker', 'general_supervisor', 'county_bureau', 'city_bureau', 'party_department'],
  '/overdue': [...CASEWORKERS, 'county_bureau', 'city_bureau', 'party_department'],
  '/progress/$contract': WHO_COUNT,
  '/network': EVERYONE,
  '/network/map': DIRECTS,
  '/stations/new': MAY_BUILD,
  '/stations/$id': EVERYONE,
  '/stations/$id/edit': MAY_BUILD,
  '/build-plan': DIRECTS,
  '/contracts': WHO_COUNT,
  '/contracts/new': ['county_bureau'],
  '/contracts/$id': WHO_COUNT,
  '/contracts/$id/edit': ['county_bureau'],
  '/standards': EVERYONE,
  '/places/corrections': ['administrator'],
  '/me': EVERYONE,
} as const satisfies Record<string, readonly Role[]>
export type PagePath = keyof typeof PAGE_ROLES
