import type { ComponentType } from 'react'
import type { Role } from '#api/roles.ts'
import { AGENCIES, CASEWORKERS, EVERYONE, OFFICES, VILLAGERS } from './roles.ts'
import { DIRECTS, MAY_BUILD } from './modules/stations/who.ts'

export interface PageLine {
  /** Whose posts may open it. */
  roles: readonly Role[]
  /** The page's module; its default export is the page. */
  load: () => Promise<{ default: ComponentType }>
}

const WHO_VISIT = [...CASEWORKERS, ...VILLAGERS]
const WHO_READ = [...WHO_VISIT, 'township_office', 'county_bureau'] as const
const WHO_COUNT = [...CASEWORKERS, ...OFFICES, ...AGENCIES, 'evaluator'] as const

/**
 * Every page behind the sign-in: one line each, fetched when it is opened.
 * The navigation and the quick-record buttons show a line as soon as its page stands here.
 */
export const PAGES: Record<string, PageLine> = {
  '/': { roles: EVERYONE, load: () => import('./today/today-page.tsx') },
  '/unsent': { roles: EVERYONE, load: () => import('./field/unsent-page.tsx') },
  '/residents': { roles: WHO_READ, load: () => import('./modules/residents/residents-page.tsx') },
  '/residents/new': { roles: CASEWORKERS, load: () => import('./modules/residents/new-resident-page.tsx') },
  '/residents/$id': { roles: WHO_READ, load: () => import('./modules/residents/resident-page.tsx') },
  '/residents/$id/edit': { roles: CASEWORKERS, load: () => import('./modules/residents/edit-resident-page.tsx') },
  '/import': { roles: CASEWORKERS, load: () => import('./modules/residents/import/import-page.tsx') },
  '/import/$id': { roles: CASEWORKERS, load: () => import('./modules/residents/import/one-import-page.tsx') },
  '/record/visit': { roles: WHO_VISIT, load: () => import('./modules/records/visit-page.tsx') },
  '/record/call': { roles: WHO_VISIT, load: () => import('./modules/records/call-page.tsx') },
  '/record/activity': { roles: WHO_VISIT, load: () => import('./modules/records/activity-page.tsx') },
  '/record/need': { roles: WHO_VISIT, load: () => import('./modules/needs/need-page.tsx') },
  '/record/task': { roles: CASEWORKERS, load: () => import('./modules/records/task-page.tsx') },
  '/record/consultation': { roles: CASEWORKERS, load: () => import('./modules/records/consultation-page.tsx') },
  '/record/batch': { roles: WHO_VISIT, load: () => import('./modules/records/batch-page.tsx') },
  '/records/$id': { roles: WHO_READ, load: () => import('./modules/records/record-page.tsx') },
  '/needs': { roles: WHO_READ, load: () => import('./modules/needs/needs-page.tsx') },
  '/lists': { roles: WHO_READ, load: () => import('./modules/needs/lists-page.tsx') },
  '/unclassified': { roles: WHO_VISIT, load: () => import('./modules/records/unclassified-page.tsx') },
  '/undelivered': { roles: ['station_head', 'general_supervisor'], load: () => import('./modules/records/undelivered-page.tsx') },
  '/accounts': { roles: ['station_head', 'county_bureau', 'administrator', 'auditor'], load: () => import('./modules/accounts/accounts-page.tsx') },
  '/figures': { roles: WHO_COUNT, load: () => import('./modules/indicators/figure-page.tsx') },
  '/ask': { roles: WHO_COUNT, load: () => import('./modules/indicators/ask-page.tsx') },
  '/reports': { roles: [...CASEWORKERS, ...OFFICES, ...AGENCIES], load: () => import('./modules/indicators/reports-page.tsx') },
  '/reports/$station/$month': { roles: [...CASEWORKERS, ...OFFICES, ...AGENCIES], load: () => import('./modules/indicators/report-page.tsx') },
  '/ledgers/$table': { roles: WHO_COUNT, load: () => import('./modules/indicators/ledger-page.tsx') },
  '/board': { roles: ['general_worker', 'general_supervisor', 'county_bureau', 'city_bureau', 'party_department'], load: () => import('./modules/indicators/board-page.tsx') },
  '/progress/$contract': { roles: WHO_COUNT, load: () => import('./modules/indicators/progress-page.tsx') },
  '/network': { roles: EVERYONE, load: () => import('./modules/stations/network-page.tsx') },
  '/network/map': { roles: DIRECTS, load: () => import('./modules/stations/map-page.tsx') },
  '/stations/new': { roles: MAY_BUILD, load: () => import('./modules/stations/new-station-page.tsx') },
  '/stations/$id': { roles: EVERYONE, load: () => import('./modules/stations/station-page.tsx') },
  '/stations/$id/edit': { roles: MAY_BUILD, load: () => import('./modules/stations/edit-station-page.tsx') },
  '/build-plan': { roles: DIRECTS, load: () => import('./modules/stations/build-plan-page.tsx') },
  '/contracts': { roles: WHO_COUNT, load: () => import('./modules/contracts/contracts-page.tsx') },
  '/contracts/new': { roles: ['county_bureau'], load: () => import('./modules/contracts/new-contract-page.tsx') },
  '/contracts/$id': { roles: WHO_COUNT, load: () => import('./modules/contracts/contract-page.tsx') },
  '/contracts/$id/edit': { roles: ['county_bureau'], load: () => import('./modules/contracts/edit-contract-page.tsx') },
  '/standards': { roles: EVERYONE, load: () => import('./modules/standards/standards-page.tsx') },
  '/places/corrections': { roles: ['administrator'], load: () => import('./modules/places/corrections-page.tsx') },
  '/me': { roles: EVERYONE, load: () => import('./modules/accounts/me-page.tsx') },
}
