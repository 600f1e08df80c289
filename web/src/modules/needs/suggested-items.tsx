import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ItemSuggestions } from '#api/needs.ts'
import { useChoices } from '#web/modules/standards/choices.ts'
import { api } from '#web/platform/api.ts'
import { Choice, Picker, searchIn } from '#web/ui/index.ts'

/** The words as they stood when their writer paused. */
function useRested(words: string): string {
  const [rested, setRested] = useState(words)
  useEffect(() => {
    const timer = setTimeout(() => setRested(words.trim()), 600)
    return () => clearTimeout(timer)
  }, [words])
  return rested
}

export interface SuggestedItemsProps { words: string; file?: string | undefined; value: string; onChange: (item: string) => void }

/** Catalogue items that fit what was written: one tap confirms one. Nobody has to: month end classifies the rest. */
export function SuggestedItems({ words, file, value, onChange }: SuggestedItemsProps) {
  const { t } = useTranslation('needs')
  const offered = useChoices()
  const rested = useRested(words)
  const search = useMemo(() => searchIn(offered.items), [offered.items])
  const query = useQuery({
    queryKey: ['people', 'suggest', rested, file], enabled: rested.length > 1 || file !== undefined, gcTime: 0, retry: false,
    queryFn: ({ signal }) => api.post<ItemSuggestions>('/needs/suggest', { words: rested, ...(file && { file }) }, { signal }),
  })
  const suggested = (query.data?.suggestions ?? []).slice(0, 4).map(({ item, title }) => ({ value: item, label: offered.text(title) }))
  const options = value && !suggested.some((option) => option.value === value) ? [...suggested, { value, label: offered.item(value) }] : suggested
  return (
    <div className="stack">
      {options.length > 0 ? <Choice label={t('item.suggested')} value={value || undefined} onChange={onChange} options={options} /> : null}
      <Picker label={t('item.any')} optional mayClear placeholder={t('item.later')} value={value ? { value, label: offered.item(value) } : undefined}
        onChange={(pick) => onChange(pick?.value ?? '')} search={search} />
    </div>
  )
}
