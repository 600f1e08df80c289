import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ServiceView } from '#api/services.ts'
import { PeopleSearch, PersonName } from '#web/modules/residents/people-search.tsx'
import type { Chosen } from '#web/modules/records/contact-values.ts'
import { useDraft } from '#web/platform/drafts.ts'
import { useSubmit } from '#web/platform/use-submit.ts'
import { Button, Choice, DraftNote, ErrorPanel, FieldSet, LinkButton, Sheet, TextField, toast } from '#web/ui/index.ts'
import { useSending } from './use-service.ts'
import '#web/modules/records/records.css'

/** Takes a referral, with the person's file here, or refuses it with the reason. */
export default function AnswerSheet({ service, referral, onClose }: { service: ServiceView; referral: ServiceView['referrals'][number]; onClose: () => void }) {
  const { t } = useTranslation('services')
  const sendIt = useSending()
  const draft = useDraft(`answer.${referral.id}`, { answer: 'accept' as 'accept' | 'refuse', why: '' })
  const { values: { answer, why }, change } = draft
  const [client, setClient] = useState<Chosen>()
  const needsFile = answer === 'accept' && service.definition.subject === 'person'
  const { busy, error, submit } = useSubmit(async () => {
    await sendIt('POST', `/services/${service.id}/answer-referral`, { version: referral.version, accept: answer === 'accept', why: why.trim(), ...(client && { client: client.file }) })
    draft.clear()
    toast(t(`referral.done.${answer}`))
    onClose()
  })
  return (
    <Sheet open wide title={t('referral.answer')} onClose={onClose} actions={<Button kind="main" tall block busy={busy} disabled={answer === 'refuse' ? why.trim() === '' : needsFile && !client} onClick={() => void submit()}>{t('referral.sendAnswer')}</Button>}>
      <div className="stack">
        <DraftNote draft={draft} />
        <p className="as-written">{referral.summary}</p>
        <Choice label={t('referral.answer')} look="segmented" value={answer} onChange={(answer) => change({ answer })} options={[{ value: 'accept', label: t('referral.accept') }, { value: 'refuse', label: t('referral.refuse') }]} />
        {needsFile ? (
          <FieldSet label={t('referral.client')} hint={t('referral.clientHint')}>{client ? <div className="between"><strong><PersonName person={client} /></strong><Button kind="quiet" onClick={() => setClient(undefined)}>{t('people.other')}</Button></div> : <><PeopleSearch onChoose={setClient} /><LinkButton to="/residents/new" icon="plus">{t('referral.newFile')}</LinkButton></>}</FieldSet>
        ) : null}
        <TextField label={t('why')} optional={answer === 'accept'} maxLength={200} value={why} onChange={(why) => change({ why })} />
        <ErrorPanel error={error} />
      </div>
    </Sheet>
  )
}
