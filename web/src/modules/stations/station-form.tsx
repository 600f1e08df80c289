import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#web/platform/api.ts'
import { useSubmit } from '#web/platform/use-submit.ts'
import { Button, ErrorPanel, Page, SaveBar, toast } from '#web/ui/index.ts'
import { StationFields } from './station-fields.tsx'
import { bodyOf, type StationValues } from './station-values.ts'
import { useStationRefresh } from './use-station.ts'

/** Opens or changes a station. */
export function StationForm({ begin, isNew }: { begin: StationValues; isNew: boolean }) {
  const { t } = useTranslation(['stations', 'ui'])
  const navigate = useNavigate()
  const [values, setValues] = useState(begin)
  const refresh = useStationRefresh(values.id)
  const maySave = values.place !== undefined && values.name.trim().length >= 2
  const { busy, error, submit } = useSubmit(async () => {
    await api.put(`/stations/${values.id}`, bodyOf(values))
    toast(t('form.saved'))
    await refresh()
    await navigate({ to: `/stations/${values.id}`, replace: true })
  })
  return (
    <Page title={t(isNew ? 'form.new' : 'form.edit')} back narrow>
      <StationFields values={values} change={(fields) => setValues((before) => ({ ...before, ...fields }))} isNew={isNew} />
      <ErrorPanel error={error} />
      <SaveBar><Button kind="main" tall busy={busy} disabled={!maySave} onClick={() => void submit()}>{t('ui:save')}</Button>{maySave ? null : <span className="quiet small">{t('form.needed')}</span>}</SaveBar>
    </Page>
  )
}
