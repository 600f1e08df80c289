import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ResidentView } from '#api/residents.ts'
import type { StationPage } from '#api/stations.ts'
import type { z } from 'zod'
import { api } from '#web/platform/api.ts'
import { RefusalError } from '#web/platform/refusal-error.ts'
import { useSubmit } from '#web/platform/use-submit.ts'
import { Button, Check, ErrorPanel, Picker, Sheet, toast, type Pick } from '#web/ui/index.ts'
import { PlacePicker } from './place-picker.tsx'
import { useRefresh } from './use-resident.ts'

async function stations(words: string, signal: AbortSignal): Promise<readonly Pick[]> {
  const { rows } = await api.post<z.infer<typeof StationPage>>('/stations/list', { limit: 100 }, { signal })
  return rows.filter((row) => row.name.includes(words)).map((row) => ({ value: row.id, label: row.name }))
}

/** Hands a file to another village, and to another station when that one answers there. */
export default function MoveSheet({ file, onClose, onGone }: { file: ResidentView; onClose: () => void; onGone: () => void }) {
  const { t } = useTranslation('residents')
  const refresh = useRefresh()
  const [place, setPlace] = useState<Pick>()
  const [station, setStation] = useState<Pick | undefined>({ value: file.station, label: file.stationName })
  const [withHousehold, setWithHousehold] = useState(false)
  const { busy, error, submit } = useSubmit(async () => {
    await api.post(`/residents/${file.id}/move`, { version: file.version, place: Number(place!.value), ...(station && { station: station.value }), withHousehold })
    toast(t('act.moved'))
    // The new place may lie outside one's own reach.
    const isStillMine = await api.get(`/residents/${file.id}`).then(() => true, (cause) => !(cause instanceof RefusalError))
    if (!isStillMine) return onGone()
    await refresh()
    onClose()
  })
  return (
    <Sheet open title={t('act.moveTitle', { name: file.name })} onClose={onClose} actions={<Button kind="main" busy={busy} disabled={!place} onClick={() => void submit()}>{t('act.move')}</Button>}>
      <div className="stack">
        <p>{t('act.moveWords')}</p>
        <PlacePicker label={t('field.place')} wholeCounty value={place} onChange={setPlace} />
        <Picker label={t('column.station')} hint={t('act.stationHint')} value={station} onChange={setStation} search={stations} />
        {file.household && file.household.members.length > 1 ? <Check label={t('act.together')} checked={withHousehold} onChange={setWithHousehold} /> : null}
        <ErrorPanel error={error} />
      </div>
    </Sheet>
  )
}
