import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { PlaceRow } from '#api/places.ts'
import type { Tier } from '#api/stations.ts'
import { OrganisationPicker } from '#web/modules/organisations/organisation-picker.tsx'
import { useChoices } from '#web/modules/standards/choices.ts'
import { api } from '#web/platform/api.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { Choice, Choices, DateField, Picker, SelectField, TextField, type Pick } from '#web/ui/index.ts'
import { searchStations } from './station-picker.ts'
import type { StationValues } from './station-values.ts'

const LEVEL: Record<Tier, string> = { general: 'county', township: 'township', room: 'village' }

function usePlaceSearch(tier: Tier) {
  const { post } = useSignedIn()
  const within = post?.place ?? 0
  return useMemo(() => async (words: string, signal: AbortSignal): Promise<readonly Pick[]> => {
    const ask = (query: string) => api.get<{ rows: PlaceRow[] }>(`/places?${query}`, { signal })
    const { rows } = words ? await ask(`search=${encodeURIComponent(words)}&within=${within}`) : tier === 'general' ? await ask(`codes=${within}`) : await ask(`parent=${within}`)
    return rows.filter((row) => row.level === LEVEL[tier] || (tier === 'general' && row.level === 'city')).map((row) => ({ value: String(row.code), label: row.name, sub: String(row.code) }))
  }, [tier, within])
}

interface FieldsProps { values: StationValues; change: (fields: Partial<StationValues>) => void; isNew: boolean }

/** What makes a station: where, of which tier, who runs and guides it. */
export function StationFields({ values, change, isNew }: FieldsProps) {
  const { t } = useTranslation('stations')
  const { list } = useChoices()
  const places = usePlaceSearch(values.tier)
  const guides = useMemo(() => searchStations(values.tier === 'room' ? ['township', 'general'] : ['general']), [values.tier])
  return (
    <>
      {isNew ? <>
        <Choice<Tier> label={t('form.tier')} look="segmented" value={values.tier} onChange={(tier) => change({ tier, place: undefined, guidedBy: undefined })} options={(['general', 'township', 'room'] as const).map((value) => ({ value, label: t(`tierLong.${value}`) }))} />
        <Picker label={t('form.where')} hint={t('form.whereHint')} value={values.place} onChange={(place) => change({ place })} search={places} />
      </> : <p className="quiet small">{t(`tierLong.${values.tier}`)} · {values.place?.label} · {t('form.fixed')}</p>}
      <TextField label={t('form.name')} value={values.name} onChange={(name) => change({ name })} autoComplete="off" maxLength={60} />
      {values.tier === 'general' ? null : <Picker label={t('form.guidedBy')} value={values.guidedBy} onChange={(guidedBy) => change({ guidedBy })} search={guides} mayClear />}
      <OrganisationPicker label={t('form.operator')} value={values.operator} onChange={(operator) => change({ operator })} mayClear />
      <SelectField label={t('form.operatorMode')} value={values.operatorMode} onChange={(operatorMode) => change({ operatorMode })} none="—" options={list('operator-mode')} />
      <SelectField label={t('form.hostType')} value={values.hostType} onChange={(hostType) => change({ hostType })} none="—" options={list('host-type')} />
      <SelectField label={t('form.buildMode')} value={values.buildMode} onChange={(buildMode) => change({ buildMode })} none="—" options={list('build-mode')} />
      <Choices label={t('form.pilots')} value={values.pilots} onChange={(pilots) => change({ pilots })} options={list('pilot-flag')} />
      <TextField label={t('form.hotline')} value={values.hotline} onChange={(hotline) => change({ hotline })} inputMode="tel" autoComplete="off" maxLength={20} />
      <TextField label={t('form.address')} value={values.address} onChange={(address) => change({ address })} autoComplete="off" maxLength={120} />
      <Choice<StationValues['department']> label={t('form.department')} look="segmented" value={values.department} onChange={(department) => change({ department })} options={(['civil-affairs', 'social-work'] as const).map((value) => ({ value, label: t(`department.${value}`) }))} />
      <DateField label={t('form.openedOn')} hint={t('form.openedHint')} value={values.openedOn} onChange={(openedOn) => change({ openedOn })} />
      {isNew ? null : <>
        <DateField label={t('form.closedOn')} hint={t('form.closedHint')} value={values.closedOn} onChange={(closedOn) => change({ closedOn })} />
        {values.closedOn ? <Picker label={t('form.successor')} value={values.successor} onChange={(successor) => change({ successor })} search={searchStations()} mayClear /> : null}
      </>}
    </>
  )
}
