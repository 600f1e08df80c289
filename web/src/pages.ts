import type { ComponentType } from 'react'
import type { Role } from '#api/roles.ts'
import { PAGE_ROLES, type PagePath } from './page-roles.ts'

export interface PageLine {
  /** Whose posts may open it. */
  roles: readonly Role[]
  /** The page's module; its default export is the page. */
  load: () => Promise<{ default: ComponentType }>
}

/** Every page behind the sign-in: one line each, fetched when it is opened. Who may open it stands in `page-roles.ts`. */
const LOADS: Record<PagePath, PageLine['load']> = {
  '/': () => import('./today/today-page.tsx'),
  '/unsent': () => import('./field/unsent-page.tsx'),
  '/residents': () => import('./modules/residents/residents-page.tsx'),
  '/residents/new': () => import('./modules/residents/new-resident-page.tsx'),
  '/residents/$id': () => import('./modules/residents/resident-page.tsx'),
  '/residents/$id/edit': () => import('./modules/residents/edit-resident-page.tsx'),
  '/import': () => import('./modules/residents/import/import-page.tsx'),
  '/import/$id': () => import('./modules/residents/import/one-import-page.tsx'),
  '/record/visit': () => import('./modules/records/visit-page.tsx'),
  '/record/call': () => import('./modules/records/call-page.tsx'),
  '/record/activity': () => import('./modules/records/activity-page.tsx'),
  '/record/need': () => import('./modules/needs/need-page.tsx'),
  '/record/task': () => import('./modules/records/task-page.tsx'),
  '/record/consultation': () => import('./modules/records/consultation-page.tsx'),
  '/record/batch': () => import('./modules/records/batch-page.tsx'),
  '/records/$id': () => import('./modules/records/record-page.tsx'),
  '/needs': () => import('./modules/needs/needs-page.tsx'),
  '/lists': () => import('./modules/needs/lists-page.tsx'),
  '/services': () => import('./modules/services/services-page.tsx'),
  '/services/new': () => import('./modules/services/open-page.tsx'),
  '/services/$id': () => import('./modules/services/service-page.tsx'),
  '/services/$id/fill/$form': () => import('./modules/services/fill-page.tsx'),
  '/services/$id/print/$form': () => import('./modules/services/print-page.tsx'),
  '/services/$id/round': () => import('./modules/services/round-page.tsx'),
  '/services/$id/codes': () => import('./modules/services/codes-page.tsx'),
  '/doors': () => import('./modules/services/doors-page.tsx'),
  '/doors/$id/poster': () => import('./modules/services/poster-page.tsx'),
  '/approvals': () => import('./modules/services/approvals-page.tsx'),
  '/unclassified': () => import('./modules/records/unclassified-page.tsx'),
  '/undelivered': () => import('./modules/records/undelivered-page.tsx'),
  '/glass': () => import('./modules/safeguarding/glass-page.tsx'),
  '/notices': () => import('./notices/notices-page.tsx'),
  '/calendar': () => import('./modules/calendar/calendar-page.tsx'),
  '/emergency': () => import('./modules/emergency/emergency-page.tsx'),
  '/emergency/$id': () => import('./modules/emergency/event-page.tsx'),
  '/emergency/$id/paper': () => import('./modules/emergency/paper-page.tsx'),
  '/emergency/$id/sheet': () => import('./modules/emergency/sheet-page.tsx'),
  '/accounts': () => import('./modules/accounts/accounts-page.tsx'),
  '/figures': () => import('./modules/indicators/figure-page.tsx'),
  '/ask': () => import('./modules/indicators/ask-page.tsx'),
  '/reports': () => import('./modules/indicators/reports-page.tsx'),
  '/reports/$station/$month': () => import('./modules/indicators/report-page.tsx'),
  '/ledgers/$table': () => import('./modules/indicators/ledger-page.tsx'),
  '/board': () => import('./modules/indicators/board-page.tsx'),
  '/overdue': () => import('./modules/duties/overdue-page.tsx'),
  '/progress/$contract': () => import('./modules/indicators/progress-page.tsx'),
  '/network': () => import('./modules/stations/network-page.tsx'),
  '/network/map': () => import('./modules/stations/map-page.tsx'),
  '/stations/new': () => import('./modules/stations/new-station-page.tsx'),
  '/stations/$id': () => import('./modules/stations/station-page.tsx'),
  '/stations/$id/edit': () => import('./modules/stations/edit-station-page.tsx'),
  '/build-plan': () => import('./modules/stations/build-plan-page.tsx'),
  '/contracts': () => import('./modules/contracts/contracts-page.tsx'),
  '/contracts/new': () => import('./modules/contracts/new-contract-page.tsx'),
  '/contracts/$id': () => import('./modules/contracts/contract-page.tsx'),
  '/contracts/$id/edit': () => import('./modules/contracts/edit-contract-page.tsx'),
  '/standards': () => import('./modules/standards/standards-page.tsx'),
  '/places/corrections': () => import('./modules/places/corrections-page.tsx'),
  '/me': () => import('./modules/accounts/me-page.tsx'),
}

export const PAGES: Record<string, PageLine> = Object.fromEntries(Object.entries(LOADS).map(([path, load]) => [path, { roles: PAGE_ROLES[path as PagePath], load }]))
