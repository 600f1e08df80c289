import type { RecordChanged } from '#server/modules/records/index.ts'
import type { Work } from '#server/platform/work.ts'
import type { ServiceChanged } from '../events.ts'
import { factOf, requireService, type ServiceRowOfTable } from '../store/services.ts'
import { settleService } from './settle-service.ts'

/** What every change of a service ends with: its standing follows, and so do those who count it. */
export async function tellService(work: Work, was: ServiceRowOfTable | null, now: ServiceRowOfTable): Promise<void> {
  const { had, has } = await settleService(work, now)
  await work.tell({ event: 'service.changed', was: was && factOf(was, had), now: factOf(now, has) } satisfies ServiceChanged)
}

/** A contact of a service was written, corrected or voided: the service follows in the same transaction. */
export async function followContact(work: Work, { was, now }: RecordChanged): Promise<void> {
  const service = (now ?? was)?.service
  if (!service) return
  const row = await requireService(work, service, { forChange: true })
  await tellService(work, row, row)
}
