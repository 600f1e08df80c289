import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { OrganisationSaved, SaveOrganisation } from '#api/organisations.ts'
import { api } from '#web/platform/api.ts'
import { useSubmit } from '#web/platform/use-submit.ts'
import { newId } from '#web/platform/uuid.ts'
import { Button, ErrorPanel, SelectField, Sheet, TextField, toast, type Pick } from '#web/ui/index.ts'

type Values = { id: string; name: string; kind: SaveOrganisation['kind']; creditCode: string }
const KINDS = ['agency', 'social-organisation', 'department', 'enterprise', 'unit'] as const

/** Enters an organisation. An odd credit code is kept and said. */
export function OrganisationSheet({ onClose, onSaved }: { onClose: () => void; onSaved: (pick: Pick) => void }) {
  const { t } = useTranslation('organisations')
  const [values, setValues] = useState<Values>(() => ({ id: newId(), name: '', kind: 'agency', creditCode: '' }))
  const change = (fields: Partial<typeof values>) => setValues((before) => ({ ...before, ...fields }))
  const { busy, error, submit } = useSubmit(async () => {
    const { id, ...body } = values
    const saved = await api.put<OrganisationSaved>(`/organisations/${id}`, body)
    toast([t('saved'), ...saved.warnings.map((code) => t(`warning.${code}`))].join(' '), saved.warnings.length > 0 ? { kind: 'alert' } : {})
    onSaved({ value: id, label: values.name })
  })
  return (
    <Sheet open title={t('add')} onClose={onClose} actions={<Button kind="main" busy={busy} disabled={values.name.trim().length < 2} onClick={() => void submit()}>{t('save')}</Button>}>
      <div className="stack">
        <TextField label={t('name')} value={values.name} onChange={(name) => change({ name })} autoComplete="off" />
        <SelectField label={t('kind')} value={values.kind} onChange={(kind) => change({ kind: kind as SaveOrganisation['kind'] })} options={KINDS.map((value) => ({ value, label: t(`kinds.${value}`) }))} />
        <TextField label={t('creditCode')} hint={t('creditCodeHint')} value={values.creditCode} onChange={(creditCode) => change({ creditCode })} autoComplete="off" />
        <ErrorPanel error={error} />
      </div>
    </Sheet>
  )
}
