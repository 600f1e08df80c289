import { measuresOfRecord, type Measured, type RecordChanged } from '#server/modules/records/index.ts'
import type { Work } from '#server/platform/work.ts'
import { addToTail } from './store.ts'

const minus = (row: Measured): Measured => ({ ...row, n: -row.n, heads: -row.heads, households: -row.households, minutes: -row.minutes })

/** Keeps the figures exact: takes back what a record counted before and adds what it counts now. */
export async function countRecord(work: Work, { was, now }: RecordChanged): Promise<void> {
  await addToTail(work, [...(was ? measuresOfRecord(was).map(minus) : []), ...(now ? measuresOfRecord(now) : [])])
}
