import type { ComponentType } from 'react'
import type { Role } from '#api/roles.ts'

export interface Block {
  key: string
  roles: readonly Role[]
  /** main: what is due. side: progress, what a report lacks. */
  column: 'main' | 'side'
  load: () => Promise<{ default: ComponentType }>
}

/** What modules put on everyone's first screen, from top to bottom. Keep each light: it counts into the phone's 300 KB. */
export const BLOCKS: readonly Block[] = []
