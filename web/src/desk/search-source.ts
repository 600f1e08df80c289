export interface Hit {
  id: string
  title: string
  sub?: string | undefined
  to: string
}
/** Finds by words; called while someone types, so `signal` ends what is no longer asked. */
export type Find = (words: string, signal: AbortSignal) => Promise<readonly Hit[]>

/** Where the search box in the header looks. Which posts see it, the header decides. */
export const loadSearch: (() => Promise<{ find: Find }>) | null = () => import('#web/modules/residents/global-search.ts')
