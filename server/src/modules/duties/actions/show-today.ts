import type { TodayQuery, TodayView } from '#api/duties.ts'
import type { Work } from '#server/platform/work.ts'
import { headOfToday } from '../views/head-of-today.ts'
import { admitDue, countDue, listDue } from '../views/today.ts'

/** 今天: who is due and overdue, how many, and for a head what waits for him. Counts and the head's part come with the first page. */
export async function showToday(work: Work, query: TodayQuery): Promise<TodayView> {
  await admitDue(work, query)
  const { rows, next } = await listDue(work, query)
  const { role, station } = work.actor
  return { rows, next, counts: await countDue(work, query), head: role === 'station_head' && station !== null && query.after === undefined ? await headOfToday(work, station) : null }
}
