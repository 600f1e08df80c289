import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { ResidentSaved } from '#api/residents.ts'
import { api } from '#web/platform/api.ts'
import { useDraft } from '#web/platform/drafts.ts'
import { RefusalError } from '#web/platform/refusal-error.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { useSubmit } from '#web/platform/use-submit.ts'
import { Button, DraftNote, ErrorPanel, GoTo, Page, SaveBar, toast } from '#web/ui/index.ts'
import { ResidentFields } from './resident-fields.tsx'
import { bodyOf, newResident, type ResidentValues } from './resident-values.ts'
import { SimilarFiles } from './similar-files.tsx'
import { useRefresh } from './use-resident.ts'

/** 建档: name and village are enough; who may be the same person is shown while typing. */
export default function NewResidentPage() {
  const { t } = useTranslation(['residents', 'ui'])
  const { post } = useSignedIn()
  const navigate = useNavigate()
  const refresh = useRefresh()
  const isVillage = post !== null && post.place % 1000 !== 0
  const draft = useDraft<ResidentValues>('resident', newResident(isVillage ? { value: String(post.place), label: post.placeName } : undefined))
  const { values, change } = draft
  const maySave = values.name.trim() !== '' && values.place !== undefined
  const { busy, error, submit } = useSubmit(async () => {
    const saved = await api.put<ResidentSaved>(`/residents/${values.id}`, bodyOf(values))
    draft.clear()
    toast([t('saved', { number: saved.fileNo }), ...saved.warnings.map((code) => t(`warning.${code.replace('identity.', '')}`))].join(' '))
    await refresh()
    await navigate({ to: `/residents/${saved.id}` })
  })
  const known = error instanceof RefusalError && error.code === 'resident.identity-known' ? String(error.details.file) : undefined
  return (
    <Page title={t('new')} back narrow>
      <DraftNote draft={draft} />
      <SimilarFiles values={values} />
      <ResidentFields values={values} change={change} />
      <ErrorPanel error={error} />
      {known ? <GoTo to={`/residents/${known}`}>{t('openKnown')}</GoTo> : null}
      <SaveBar><Button kind="main" tall busy={busy} disabled={!maySave} onClick={() => void submit()}>{t('ui:save')}</Button>{maySave ? null : <span className="quiet small">{t('form.needed')}</span>}</SaveBar>
    </Page>
  )
}
