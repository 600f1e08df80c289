import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ResidentSaved, ResidentView } from '#api/residents.ts'
import { api } from '#web/platform/api.ts'
import { useParam } from '#web/platform/params.ts'
import { RefusalError } from '#web/platform/refusal-error.ts'
import { useSubmit } from '#web/platform/use-submit.ts'
import { Button, ErrorPanel, Loaded, Notice, Page, SaveBar, toast } from '#web/ui/index.ts'
import { ResidentFields } from './resident-fields.tsx'
import { changesOf, valuesOf } from './resident-values.ts'
import { SimilarFiles } from './similar-files.tsx'
import { useRefresh, useResident } from './use-resident.ts'

/** Corrects a file. What somebody else changed meanwhile in other fields stays. */
export default function EditResidentPage() {
  const { t } = useTranslation('residents')
  const query = useResident(useParam('id'))
  return <Page title={t('editTitle')} back narrow><Loaded query={query} lines={8}>{(file) => <EditForm key={file.id} file={file} />}</Loaded></Page>
}

interface Conflict { fields: string[]; now: Record<string, string | number | null> }

function EditForm({ file }: { file: ResidentView }) {
  const { t } = useTranslation(['residents', 'ui'])
  const navigate = useNavigate()
  const refresh = useRefresh()
  // The file as it was read when the form opened: a refresh behind it must not swallow another's change.
  const [base, setBase] = useState(file)
  const [values, setValues] = useState(() => valuesOf(file))
  const { busy, error, submit } = useSubmit(async () => {
    await api.post<ResidentSaved>(`/residents/${file.id}/change`, changesOf(base, values))
    await refresh()
    toast(t('ui:saved'))
    await navigate({ to: `/residents/${file.id}` })
  })
  const conflict = error instanceof RefusalError && error.code === 'resident.changed-since' ? (error.details as unknown as Conflict) : undefined
  const change = (fields: Partial<typeof values>) => setValues((before) => ({ ...before, ...fields }))
  const keepMine = () => { if (conflict) setBase({ ...base, version: Number(conflict.now.version) }) }
  return (
    <>
      <SimilarFiles values={values} />
      <ResidentFields values={values} change={change} file={base} />
      {conflict ? (
        <Notice alert>
          <p>{t('conflict.words')}</p>
          <ul>{conflict.fields.map((field) => <li key={field}>{t('conflict.line', { field: t(`field.${field}`), value: conflict.now[field] ?? t('conflict.hidden') })}</li>)}</ul>
          <Button onClick={keepMine} disabled={base.version === conflict.now.version}>{t('conflict.mine')}</Button>
        </Notice>
      ) : <ErrorPanel error={error} />}
      <SaveBar><Button kind="main" tall busy={busy} disabled={values.name.trim() === ''} onClick={() => void submit()}>{t('ui:save')}</Button></SaveBar>
    </>
  )
}
