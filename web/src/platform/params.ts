import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useCallback } from 'react'

/** The variable of this page's path: `/residents/$id` → useParam('id'). */
export function useParam(name: string): string {
  const params: Record<string, string | undefined> = useParams({ strict: false })
  const value = params[name]
  if (value === undefined) throw new Error(`this path has no $${name}`)
  return value
}

/** What stands after the question mark, and a way to change it. Filters only, never words about a person. */
export function useFilters(): [filters: Record<string, string>, change: (fields: Record<string, string | undefined>) => void] {
  const filters = useSearch({ strict: false }) as Record<string, string>
  const navigate = useNavigate()
  const change = useCallback((fields: Record<string, string | undefined>) => {
    const next = (before: Record<string, string>) => Object.fromEntries(Object.entries({ ...before, ...fields }).filter(([, value]) => value))
    void navigate({ to: '.', search: next as never, replace: true })
  }, [navigate])
  return [filters, change]
}
