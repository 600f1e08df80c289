import type { PlaceRow } from '#api/places.ts'
import { api } from '#web/platform/api.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { Picker, type Pick } from '#web/ui/index.ts'

/** The county a code lies in. */
const countyOf = (place: number): number => Math.floor(place / 1_000_000) * 1_000_000

async function villages(within: number, words: string, signal: AbortSignal): Promise<readonly Pick[]> {
  const asked = words === '' ? `parent=${within}` : `search=${encodeURIComponent(words)}&within=${within}`
  const { rows } = await api.get<{ rows: PlaceRow[] }>(`/places?${asked}`, { signal })
  return rows.filter((row) => row.level === 'village' || row.level === 'township').map((row) => ({ value: String(row.code), label: row.name, sub: String(row.code) }))
}

export interface PlacePickerProps {
  label: string
  hint?: string | undefined
  value: Pick | undefined
  onChange: (pick: Pick | undefined) => void
  /** Any village of the county; else only those of the post. */
  wholeCounty?: boolean
}

/** A village or community by its name. */
export function PlacePicker({ wholeCounty, ...field }: PlacePickerProps) {
  const { post } = useSignedIn()
  const within = post ? (wholeCounty ? countyOf(post.place) : post.place) : 0
  return <Picker {...field} search={(words, signal) => villages(within, words, signal)} />
}
