import { useTranslation } from 'react-i18next'
import type { GivingRules, NewPost } from '#api/accounts.ts'
import type { PlaceRow } from '#api/places.ts'
import type { Role } from '#api/roles.ts'
import { api } from '#web/platform/api.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { Button, Choice, DateField, Picker, TextField, type Pick } from '#web/ui/index.ts'

type Certificate = NonNullable<NewPost['certificateLevel']>
const CERTIFICATES = ['none', 'assistant', 'middle', 'senior'] as const

/** What is filled in of a post. */
export interface PostDraft { role: Role | undefined; station: Pick | undefined; place: Pick | undefined; reach: readonly Pick[]; title: string; untilOn: string; fullTime: 'full' | 'part'; certificate: Certificate | 'none' }
export const EMPTY_POST: PostDraft = { role: undefined, station: undefined, place: undefined, reach: [], title: '', untilOn: '', fullTime: 'full', certificate: 'none' }

const MOST_PLACES = 4
/** Posts at a desk of government or of an agency lie at a place; the others at a station. */
const AT_STATION: readonly Role[] = ['worker', 'station_head', 'general_worker', 'general_supervisor', 'village_cadre', 'child_director']

export const isComplete = (draft: PostDraft): boolean => draft.role !== undefined && (draft.station !== undefined || draft.place !== undefined)

/** The post as the server takes it. */
export function postOf(draft: PostDraft, roleText: string): NewPost {
  return {
    role: draft.role!, title: draft.title.trim() || roleText, station: draft.station?.value ?? null, organisation: null, contract: null, untilOn: draft.untilOn || null,
    fullTime: draft.fullTime === 'full', staffingMode: null, ...(draft.certificate !== 'none' && { certificateLevel: draft.certificate }),
    ...(!draft.station && draft.place && { place: Number(draft.place.value) }), ...(draft.reach.length > 0 && { reach: draft.reach.map(({ value }) => Number(value)) }),
  }
}

/** Role, station or place, and how far the post reaches. */
export function PostFields({ draft, onChange, giving }: { draft: PostDraft; onChange: (draft: PostDraft) => void; giving: GivingRules }) {
  const { t } = useTranslation('accounts')
  const { post, today } = useSignedIn()
  const set = (change: Partial<PostDraft>) => onChange({ ...draft, ...change })
  const atStation = draft.role !== undefined && AT_STATION.includes(draft.role)
  const inVillage = draft.role === 'village_cadre' || draft.role === 'child_director'
  const stations = giving.stations.filter((station) => inVillage || station.tier !== 'room' || post?.role !== 'station_head').map(({ id, name }) => ({ value: id, label: name }))
  const findPlaces = async (words: string, signal: AbortSignal): Promise<Pick[]> => {
    const home = draft.station ? giving.stations.find(({ id }) => id === draft.station?.value)?.place : undefined
    const within = home ?? post?.place
    const query = words ? `search=${encodeURIComponent(words)}&within=${within}` : `parent=${within}`
    const { rows } = await api.get<{ rows: PlaceRow[] }>(`/places?${query}`, { signal })
    const own = within === undefined || words ? [] : (await api.get<{ rows: PlaceRow[] }>(`/places?codes=${within}`, { signal })).rows
    return [...own, ...rows].map(({ code, name }) => ({ value: String(code), label: name, sub: String(code) }))
  }
  return (
    <>
      <Choice<Role> label={t('post.role')} value={draft.role} onChange={(role) => set({ role, station: undefined, place: undefined, reach: [] })}
        options={giving.roles.map((role) => ({ value: role, label: t(`shell:role.${role}`) }))} />
      {draft.role === undefined ? null : atStation
        ? <Picker label={t('post.station')} value={draft.station} onChange={(station) => set({ station, reach: [] })} search={(words) => stations.filter(({ label }) => label.includes(words))} />
        : <Picker label={t('post.place')} value={draft.place} onChange={(place) => set({ place, reach: [] })} search={findPlaces} />}
      {isComplete(draft) ? <Reach draft={draft} onChange={(reach) => set({ reach })} search={findPlaces} /> : null}
      {atStation && !inVillage ? <StaffFields draft={draft} set={set} /> : null}
      <TextField label={t('post.title')} hint={t('post.titleHint')} optional value={draft.title} onChange={(title) => set({ title })} maxLength={60} autoComplete="off" />
      <DateField label={t('post.until')} optional value={draft.untilOn} min={today} onChange={(untilOn) => set({ untilOn })} />
    </>
  )
}

/** What the staffing rule counts: full or part time, and the level certificate. */
function StaffFields({ draft, set }: { draft: PostDraft; set: (change: Partial<PostDraft>) => void }) {
  const { t } = useTranslation('accounts')
  return (
    <>
      <Choice<PostDraft['fullTime']> label={t('post.time')} value={draft.fullTime} onChange={(fullTime) => set({ fullTime })}
        options={(['full', 'part'] as const).map((value) => ({ value, label: t(`post.${value}`) }))} />
      <Choice<PostDraft['certificate']> label={t('post.certificate')} value={draft.certificate} onChange={(certificate) => set({ certificate })}
        options={CERTIFICATES.map((value) => ({ value, label: t(`post.certificate-${value}`) }))} />
    </>
  )
}

function Reach({ draft, onChange, search }: { draft: PostDraft; onChange: (reach: readonly Pick[]) => void; search: (words: string, signal: AbortSignal) => Promise<Pick[]> }) {
  const { t } = useTranslation('accounts')
  const add = (pick: Pick | undefined) => { if (pick && !draft.reach.some(({ value }) => value === pick.value)) onChange([...draft.reach, pick]) }
  return (
    <div className="stack">
      {draft.reach.map((place) => (
        <div className="inline" key={place.value}><span>{place.label}</span><Button kind="quiet" onClick={() => onChange(draft.reach.filter(({ value }) => value !== place.value))}>{t('post.reachRemove')}</Button></div>
      ))}
      {draft.reach.length < MOST_PLACES
        ? <Picker label={t('post.reach')} hint={t('post.reachHint')} optional value={undefined} onChange={add} search={search} placeholder={t(draft.reach.length === 0 ? 'post.reachWhole' : 'post.reachMore')} />
        : null}
    </div>
  )
}
