import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { OrganisationPage } from '#api/organisations.ts'
import { api } from '#web/platform/api.ts'
import { Button, Picker, type Pick } from '#web/ui/index.ts'
import { OrganisationSheet } from './organisation-sheet.tsx'

async function search(words: string, signal: AbortSignal): Promise<readonly Pick[]> {
  const { rows } = await api.post<OrganisationPage>('/organisations/list', { limit: 50, ...(words && { search: words }) }, { signal })
  return rows.map((row) => ({ value: row.id, label: row.name, sub: [row.placeName, row.creditCode].filter(Boolean).join(' · ') }))
}

export interface OrganisationPickerProps {
  label: string
  hint?: string
  value: Pick | undefined
  onChange: (pick: Pick | undefined) => void
  mayClear?: boolean
}

/** An organisation by its name or credit code; one that is not there yet is entered on the spot. */
export function OrganisationPicker(props: OrganisationPickerProps) {
  const { t } = useTranslation('organisations')
  const [adding, setAdding] = useState(false)
  return (
    <div className="stack">
      <Picker {...props} search={search} />
      <div><Button kind="quiet" icon="plus" onClick={() => setAdding(true)}>{t('add')}</Button></div>
      {adding ? <OrganisationSheet onClose={() => setAdding(false)} onSaved={(pick) => { props.onChange(pick); setAdding(false) }} /> : null}
    </div>
  )
}
