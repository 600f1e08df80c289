import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ContractSaved } from '#api/contracts.ts'
import { OrganisationPicker } from '#web/modules/organisations/organisation-picker.tsx'
import { api } from '#web/platform/api.ts'
import { useSubmit } from '#web/platform/use-submit.ts'
import { Button, DateField, ErrorPanel, Notice, Page, SaveBar, TextField, toast } from '#web/ui/index.ts'
import { bodyOf, type ContractValues, isWhole } from './contract-values.ts'
import { LinesField } from './lines-field.tsx'
import { StationsField } from './stations-field.tsx'
import { useContractRefresh } from './use-contract.ts'

/** Enters or changes a contract; it may be signed late. */
export function ContractForm({ begin, isNew }: { begin: ContractValues; isNew: boolean }) {
  const { t } = useTranslation(['contracts', 'ui'])
  const navigate = useNavigate()
  const [values, setValues] = useState(begin)
  const refresh = useContractRefresh(values.id)
  const change = (fields: Partial<ContractValues>) => setValues((before) => ({ ...before, ...fields }))
  const maySave = isWhole(values)
  const { busy, error, submit } = useSubmit(async () => {
    const saved = await api.put<ContractSaved>(`/contracts/${values.id}`, bodyOf(values))
    toast(saved.claimed > 0 ? t('form.claimed', { count: saved.claimed }) : t('form.saved'))
    await refresh()
    await navigate({ to: `/contracts/${values.id}`, replace: true })
  })
  return (
    <Page title={t(isNew ? 'form.new' : 'form.edit')} back narrow>
      <Notice>{t('form.late')}</Notice>
      <TextField label={t('form.name')} value={values.title} onChange={(title) => change({ title })} autoComplete="off" maxLength={120} />
      {isNew ? <>
        <OrganisationPicker label={t('form.purchaser')} value={values.purchaser} onChange={(purchaser) => change({ purchaser })} />
        <OrganisationPicker label={t('form.agency')} value={values.agency} onChange={(agency) => change({ agency })} />
      </> : <p className="quiet small">{values.purchaser?.label} → {values.agency?.label} · {t('form.fixedParties')}</p>}
      <DateField label={t('form.from')} value={values.from} onChange={(from) => change({ from })} />
      <DateField label={t('form.until')} value={values.until} onChange={(until) => change({ until })} {...(values.from && { min: values.from })} />
      <TextField label={t('form.amount')} value={values.amount} onChange={(amount) => change({ amount })} unit={t('form.yuan')} inputMode="decimal" autoComplete="off" />
      <StationsField value={values.stations} onChange={(stations) => change({ stations })} />
      <LinesField value={values.lines} onChange={(lines) => change({ lines })} />
      <ErrorPanel error={error} />
      <SaveBar><Button kind="main" tall busy={busy} disabled={!maySave} onClick={() => void submit()}>{t('ui:save')}</Button>{maySave ? null : <span className="quiet small">{t('form.needed')}</span>}</SaveBar>
    </Page>
  )
}
