import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ResidentView } from '#api/residents.ts'
import type { Chosen } from '#web/modules/records/contact-values.ts'
import { useSubmit } from '#web/platform/use-submit.ts'
import { Button, ErrorPanel, Row, Sheet, toast } from '#web/ui/index.ts'
import { PeopleSearch, PersonName } from './people-search.tsx'
import { useChange } from './use-resident.ts'

/** This file and another are one person: the other is kept. */
export default function MergeSheet({ file, onClose }: { file: ResidentView; onClose: () => void }) {
  const { t } = useTranslation('residents')
  const navigate = useNavigate()
  const change = useChange(file.id)
  const [kept, setKept] = useState<Chosen>()
  const { busy, error, submit } = useSubmit(async () => {
    await change('merge', { version: file.version, into: kept!.file })
    toast(t('act.merged'))
    onClose()
    await navigate({ to: `/residents/${kept!.file}` })
  })
  return (
    <Sheet open title={t('act.mergeTitle', { name: file.name })} onClose={onClose} actions={<Button kind="main" busy={busy} disabled={!kept} onClick={() => void submit()}>{t('act.merge')}</Button>}>
      <div className="stack">
        <p>{t('act.mergeWords')}</p>
        {kept ? <Row title={<PersonName person={kept} />} sub={kept.sub} end={<Button kind="quiet" onClick={() => setKept(undefined)}>{t('household.other')}</Button>} /> : <PeopleSearch onChoose={setKept} except={[file.id]} />}
        <ErrorPanel error={error} />
      </div>
    </Sheet>
  )
}
