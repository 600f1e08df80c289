import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { StationView } from '#api/stations.ts'
import { api } from '#web/platform/api.ts'
import { useSubmit } from '#web/platform/use-submit.ts'
import { Button, ErrorPanel, Sheet, TextField, toast } from '#web/ui/index.ts'

/** The head keeps hotline and address right. */
export function ContactSheet({ station, onClose, onSaved }: { station: StationView; onClose: () => void; onSaved: () => Promise<void> }) {
  const { t } = useTranslation(['stations', 'ui'])
  const [hotline, setHotline] = useState(station.hotline ?? '')
  const [address, setAddress] = useState(station.address ?? '')
  const { busy, error, submit } = useSubmit(async () => {
    await api.put(`/stations/${station.id}/contact`, { version: station.version, hotline, address })
    toast(t('page.contactSaved'))
    await onSaved()
    onClose()
  })
  return (
    <Sheet open title={t('page.contact')} onClose={onClose} actions={<Button kind="main" busy={busy} onClick={() => void submit()}>{t('ui:save')}</Button>}>
      <div className="stack">
        <TextField label={t('form.hotline')} value={hotline} onChange={setHotline} inputMode="tel" autoComplete="off" />
        <TextField label={t('form.address')} value={address} onChange={setAddress} autoComplete="off" />
        <ErrorPanel error={error} />
      </div>
    </Sheet>
  )
}
