import type { ComponentType } from 'react'
import type { Role } from '#api/roles.ts'
import { AGENCIES, CASEWORKERS, EVERYONE, OFFICES, VILLAGERS } from '../roles.ts'

export interface Block {
  key: string
  roles: readonly Role[]
  /** main: what is due. side: progress, what a report lacks. */
  column: 'main' | 'side'
  load: () => Promise<{ default: ComponentType }>
}

const WHO_VISIT: readonly Role[] = [...CASEWORKERS, ...VILLAGERS]
const WHO_LOOK: readonly Role[] = EVERYONE.filter((role) => !WHO_VISIT.includes(role))

/** What modules put on everyone's first screen, from top to bottom. Keep each light: it counts into the phone's 300 KB. */
export const BLOCKS: readonly Block[] = [
  { key: 'emergency', roles: [...WHO_VISIT, 'township_office', 'township_leader', 'county_bureau', 'city_bureau'], column: 'main', load: () => import('#web/modules/emergency/running-block.tsx') },
  { key: 'urgent', roles: WHO_VISIT, column: 'main', load: () => import('#web/modules/services/urgent-block.tsx') },
  { key: 'due', roles: WHO_VISIT, column: 'main', load: () => import('#web/modules/duties/due-block.tsx') },
  { key: 'month', roles: OFFICES, column: 'main', load: () => import('#web/modules/indicators/month-block.tsx') },
  { key: 'told', roles: OFFICES, column: 'side', load: () => import('#web/modules/services/told-block.tsx') },
  { key: 'unsent', roles: WHO_VISIT, column: 'side', load: () => import('./unsent-block.tsx') },
  { key: 'head', roles: ['station_head', 'general_supervisor'], column: 'side', load: () => import('#web/modules/duties/head-block.tsx') },
  { key: 'services', roles: [...CASEWORKERS, ...VILLAGERS, 'agency_manager'], column: 'side', load: () => import('#web/modules/services/services-block.tsx') },
  { key: 'report', roles: ['station_head'], column: 'side', load: () => import('#web/modules/indicators/missing-block.tsx') },
  { key: 'progress', roles: [...CASEWORKERS, ...AGENCIES], column: 'side', load: () => import('#web/modules/indicators/progress-block.tsx') },
  { key: 'doors', roles: WHO_LOOK, column: 'side', load: () => import('./doors-block.tsx') },
]
