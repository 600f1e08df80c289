import type { TodayQuery, TodayView } from '#api/duties.ts'
import { api } from '#web/platform/api.ts'

export const askToday = (query: Partial<TodayQuery>, signal?: AbortSignal): Promise<TodayView> => api.post<TodayView>('/today', query, { signal })
