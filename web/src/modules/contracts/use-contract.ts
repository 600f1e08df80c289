import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { ContractView } from '#api/contracts.ts'
import { api } from '#web/platform/api.ts'

/** Asks again for a contract and for all that is counted for it. */
export function useContractRefresh(id: string) {
  const client = useQueryClient()
  return async () => {
    await Promise.all([['contract', id], ['contracts'], ['progress']].map((queryKey) => client.invalidateQueries({ queryKey })))
  }
}

export const useContract = (id: string) => useQuery({ queryKey: ['contract', id], queryFn: ({ signal }) => api.get<ContractView>(`/contracts/${id}`, { signal }) })
