import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { ApplyImport, ImportList, ImportPreview, ImportView } from '#api/imports.ts'
import { api } from '#web/platform/api.ts'

const POLL_MS = 1500
const isAtWork = (view: Pick<ImportView, 'state'> | undefined) => view?.state === 'applying' || view?.state === 'undoing'

export const useImports = () => useQuery({
  queryKey: ['imports'], queryFn: ({ signal }) => api.get<ImportList>('/imports', { signal }), refetchInterval: ({ state }) => (state.data?.rows.some(isAtWork) ? POLL_MS : false),
})

/** One list; asked again while a job is at it. */
export const useImport = (id: string) => useQuery({
  queryKey: ['imports', id], queryFn: ({ signal }) => api.get<ImportView>(`/imports/${id}`, { signal }), refetchInterval: ({ state }) => (isAtWork(state.data) ? POLL_MS : false),
})

/** Sends a step of a list and shows what came of it everywhere. */
export function useStep(id: string) {
  const client = useQueryClient()
  return async (path: string, body: object) => {
    const view = await api.post<ImportView>(`/imports/${id}/${path}`, body)
    client.setQueryData(['imports', id], view)
    await client.invalidateQueries({ queryKey: ['imports'], exact: true })
    await client.invalidateQueries({ queryKey: ['people'] })
    return view
  }
}

export type Decided = NonNullable<ApplyImport['duplicates']>[number]
// Kept while the page is open somewhere in this tab: who looks something up in between does not begin again.
const kept = new Map<string, ReadonlyMap<number, Decided>>()

/** What was chosen for doubtful rows. Rows with the same identity number are one person from the start. */
export function useDecisions(id: string, preview: ImportPreview | null) {
  const [chosen, setChosen] = useState(() => kept.get(id) ?? new Map<number, Decided>())
  const decide = (one: Decided) => setChosen((before) => {
    const next = new Map(before).set(one.row, one)
    kept.set(id, next)
    return next
  })
  const doubtful = preview?.rows.filter(({ state }) => state === 'duplicate') ?? []
  const decisions = new Map(doubtful.flatMap(({ row, candidates }): [number, Decided][] => {
    const one = chosen.get(row)
    if (one) return [[row, one]]
    const sure = candidates.find(({ because }) => because.includes('same-identity'))
    return sure ? [[row, { row, decision: 'same', file: sure.file, sameAsRow: sure.row }]] : []
  }))
  return { doubtful, decisions, decide }
}
