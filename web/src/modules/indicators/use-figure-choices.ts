import { useQuery } from '@tanstack/react-query'
import type { FigureChoices, FigureScope } from '#api/indicators.ts'
import { api } from '#web/platform/api.ts'
import { useSignedIn } from '#web/platform/session.tsx'

/** What figures, ledgers and 报一个数 can be asked for from this post. */
export const useFigureChoices = () => useQuery({ queryKey: ['figures', 'choices'], staleTime: 30 * 60_000, queryFn: ({ signal }) => api.get<FigureChoices>('/figures/choices', { signal }) })

/** One's own station; where there is none, one's own place. */
export function useOwnScope(): FigureScope {
  const { post } = useSignedIn()
  return post?.station ? { by: 'station', station: post.station } : { by: 'place', place: post?.place ?? 0 }
}

/** Months to choose from, this one first. */
export function lastMonths(today: string, count = 14): string[] {
  const [year = 0, month = 1] = today.split('-').map(Number)
  return Array.from({ length: count }, (_, back) => new Date(Date.UTC(year, month - 1 - back, 1)).toISOString().slice(0, 7))
}

/** Quarters to choose from, this one first. */
export const lastQuarters = (today: string, count = 5): string[] =>
  [...new Set(lastMonths(today, count * 3).map((month) => `${month.slice(0, 4)}-Q${Math.ceil(Number(month.slice(5)) / 3)}`))].slice(0, count)
