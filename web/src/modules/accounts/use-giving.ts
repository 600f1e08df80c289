import { useQuery } from '@tanstack/react-query'
import type { GivingRules } from '#api/accounts.ts'
import type { Role } from '#api/roles.ts'
import { api } from '#web/platform/api.ts'

/** Those who take colleagues in. The server says which roles each may give. */
export const GIVERS = ['station_head', 'county_bureau', 'administrator'] as const satisfies readonly Role[]

/** The roles one may give, and where. */
export const useGiving = () =>
  useQuery({ queryKey: ['accounts', 'giving'], staleTime: 5 * 60_000, queryFn: ({ signal }) => api.get<GivingRules>('/accounts/giving', { signal }) })
