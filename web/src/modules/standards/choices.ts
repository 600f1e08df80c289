import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Choices, Text } from '#api/standards.ts'
import { api } from '#web/platform/api.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import type { Option } from '#web/ui/index.ts'

/** Kept in the browser: what a pack offers is public, and a village without network needs the words too. */
const STORED = 'wulian.choices'

function stored(place: number | undefined): Choices | undefined {
  try {
    const kept = JSON.parse(localStorage.getItem(STORED) ?? 'null') as { asked: number | undefined; choices: Choices } | null
    return kept && kept.asked === place ? kept.choices : undefined
  } catch { return undefined }
}

async function fetchChoices(place: number | undefined, signal: AbortSignal): Promise<Choices> {
  const choices = await api.get<Choices>('/standards/choices', { signal })
  try { localStorage.setItem(STORED, JSON.stringify({ asked: place, choices })) } catch { /* offered from memory */ }
  return choices
}

export interface Offered {
  /** Undefined until the first answer ever. */
  choices: Choices | undefined
  error: unknown
  /** The codes of a list as chips; none when the packs in force have no such list. */
  list: (key: string) => Option<string>[]
  code: (list: string, key: string | null | undefined) => string
  tag: (key: string) => string
  item: (key: string) => string
  text: (text: Text) => string
  /** Catalogue items that can be given to a record: the leaves. */
  items: { value: string; label: string; sub?: string | undefined }[]
}

/** The words and choices of the packs in force here: fetched once a day, kept for work without network. */
export function useChoices(): Offered {
  const { i18n } = useTranslation()
  const { post } = useSignedIn()
  const place = post?.place
  const query = useQuery({
    queryKey: ['choices', place], queryFn: ({ signal }) => fetchChoices(place, signal), staleTime: 60 * 60_000, initialData: () => stored(place), initialDataUpdatedAt: 0,
  })
  const language = i18n.language
  return useMemo(() => offeredOf(query.data, query.error, language), [query.data, query.error, language])
}

function offeredOf(choices: Choices | undefined, error: unknown, language: string): Offered {
  const text = ({ zh, en }: Text) => (language === 'en' ? en ?? zh : zh)
  const nameIn = (rows: readonly { key: string; title: Text }[] | undefined) => new Map((rows ?? []).map((row) => [row.key, text(row.title)]))
  const codes = new Map(Object.entries(choices?.codes ?? {}).map(([list, rows]) => [list, nameIn(rows)]))
  const tags = nameIn(choices?.tags)
  const items = nameIn(choices?.items)
  return {
    choices, error, text,
    list: (key) => Array.from(codes.get(key) ?? [], ([value, label]) => ({ value, label })),
    code: (list, key) => (key ? codes.get(list)?.get(key) ?? key : ''),
    tag: (key) => tags.get(key) ?? key,
    item: (key) => (key ? items.get(key) ?? key : ''),
    items: (choices?.items ?? []).filter((item) => item.kind === 'item')
      .map((item) => ({ value: item.key, label: [item.clause, text(item.title)].filter(Boolean).join(' '), sub: item.parent ? items.get(item.parent) : undefined })),
  }
}
