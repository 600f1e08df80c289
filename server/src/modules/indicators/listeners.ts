import { measuresOfNeed, type NeedChanged } from '#server/modules/needs/index.ts'
import { measuresOfRecord, type Measured, type RecordChanged } from '#server/modules/records/index.ts'
import { measuresOfFile, type FileChanged } from '#server/modules/residents/index.ts'
import { measuresOfService, type ServiceChanged } from '#server/modules/services/index.ts'
import type { Work } from '#server/platform/work.ts'
import { addToTail } from './store/tail.ts'

const minus = (row: Measured): Measured => ({ ...row, n: -row.n, heads: -row.heads, households: -row.households, minutes: -row.minutes })

/** Keeps the figures exact: takes back what records counted before and adds what they count now. */
export async function countRecords(work: Work, changes: readonly RecordChanged[]): Promise<void> {
  await addToTail(work, changes.flatMap(({ was, now }) => [...(was ? measuresOfRecord(was).map(minus) : []), ...(now ? measuresOfRecord(now) : [])]))
}

/** The same for files opened. A change that leaves 建档 as it was counts nothing. */
export async function countFile(work: Work, { was, now }: FileChanged): Promise<void> {
  const [before, after] = [was ? measuresOfFile(was) : [], measuresOfFile(now)]
  if (JSON.stringify(before) === JSON.stringify(after)) return
  await addToTail(work, [...before.map(minus), ...after])
}

/** The same for services accepted and closed. */
export async function countService(work: Work, { was, now }: ServiceChanged): Promise<void> {
  const [before, after] = [was ? measuresOfService(was) : [], measuresOfService(now)]
  if (JSON.stringify(before) === JSON.stringify(after)) return
  await addToTail(work, [...before.map(minus), ...after])
}

/** The same for needs found and closed. A change that counts as before counts nothing. */
export async function countNeed(work: Work, { was, now }: NeedChanged): Promise<void> {
  const [before, after] = [was ? measuresOfNeed(was) : [], now ? measuresOfNeed(now) : []]
  if (JSON.stringify(before) === JSON.stringify(after)) return
  await addToTail(work, [...before.map(minus), ...after])
}
