import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { ContractView } from '#api/contracts.ts'
import { api } from '#web/platform/api.ts'

/** One contract, fresh after each change. */
export function useContract(id: string) {
  const client = useQueryClient()
  const query = useQuery({ queryKey: ['contract', id], queryFn: ({ signal }) => api.get<ContractView>(`/contracts/${id}`, { signal }) })
  const refresh = async () => {
    await Promise.all([['contract', id], ['contracts'], ['progress']].map((queryKey) => client.invalidateQueries({ queryKey })))
  }
  return { query, refresh }
}
