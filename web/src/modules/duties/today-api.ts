import type { TodayQuery, TodayView } from '#api/duties.ts'
import { api } from '#web/platform/api.ts'
import { orLastKnown } from '#web/platform/kept.ts'

export const askToday = (query: Partial<TodayQuery>, signal?: AbortSignal): Promise<TodayView> => api.post<TodayView>('/today', query, { signal })

/** One's own people who are due now. Without network: as they were known last, and since when. */
export const askMine = (query: Pick<Partial<TodayQuery>, 'near' | 'after'>, signal?: AbortSignal): Promise<TodayView & { knownAt?: string }> =>
  orLastKnown(`today/${query.after ?? ''}`, () => askToday({ scope: 'mine', ...query }, signal))
