import { useCallback, useState } from 'react'

/** A setting of one account in this browser: which columns, which filters. Codes only, never words about a person. */
export function useKept<T>(account: string, name: string, initial: T): [value: T, keep: (value: T) => void] {
  const key = `wulian.kept.${account}.${name}`
  const [value, setValue] = useState<T>(() => {
    try { return (JSON.parse(localStorage.getItem(key) ?? 'null') as T | null) ?? initial } catch { return initial }
  })
  const keep = useCallback((next: T) => {
    setValue(next)
    try { localStorage.setItem(key, JSON.stringify(next)) } catch { /* kept for this visit only */ }
  }, [key])
  return [value, keep]
}
