import { useQuery } from '@tanstack/react-query'
import type { DueServices } from '#api/services.ts'
import { api } from '#web/platform/api.ts'

/** What services wait for: clocks, approvals, referrals. */
export const useDueServices = () => useQuery({ queryKey: ['today', 'services'], queryFn: ({ signal }) => api.post<DueServices>('/services/due', {}, { signal }) })
