import type { Work } from '#server/platform/work.ts'
import type { ServiceChanged } from '../events.ts'
import { factOf, type ServiceRowOfTable } from '../store/services.ts'
import { settleService } from './settle-service.ts'

/** What every change of a service ends with: its standing follows, and so do those who count it. */
export async function tellService(work: Work, was: ServiceRowOfTable | null, now: ServiceRowOfTable): Promise<void> {
  await settleService(work, now)
  await work.tell({ event: 'service.changed', was: was && factOf(was), now: factOf(now) } satisfies ServiceChanged)
}
