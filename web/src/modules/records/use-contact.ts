import { useTranslation } from 'react-i18next'
import type { ResidentView } from '#api/residents.ts'
import { api, RefusalError } from '#web/platform/api.ts'
import { useDraft, writeDraft } from '#web/platform/drafts.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { useSubmit } from '#web/platform/use-submit.ts'
import { toast } from '#web/ui/index.ts'
import { newNeed, type NeedValues } from '../needs/need-values.ts'
import { sendNeed } from '../needs/send-need.ts'
import { ATTENTION, contactBody, type ContactKind, type ContactValues } from './contact-values.ts'
import { useSaveRecord } from './save-record.ts'

/** A visit or call being written: its draft, and saving it with the need and the risk that were found. */
export function useContact(kind: ContactKind, form: string, initial: ContactValues, onSaved: () => void) {
  const { t } = useTranslation('records')
  const { today } = useSignedIn()
  const draft = useDraft<ContactValues>(form, initial)
  const saveRecord = useSaveRecord()
  const { values } = draft
  const names = values.people.map(({ name }) => name).join(t('gap.and'))

  const saveNeed = async () => {
    const need: NeedValues = { ...newNeed(today), id: values.needId, words: values.needWords.trim() || values.words.trim(), item: values.needItem, source: kind, record: values.id, who: values.people.slice(0, 1) }
    try { await sendNeed(need, t('need.title', { names })) } catch (error) {
      if (!(error instanceof RefusalError)) throw error
      // The visit is in; the need's words must not be lost with this form.
      writeDraft('need', need)
      toast(t('need.refused', { sentence: error.sentence }), { kind: 'alert' })
    }
  }
  const saving = useSubmit(async () => {
    const outcome = await saveRecord({ id: values.id, body: contactBody(kind, values), title: t(`title.${kind}`, { names }), said: names, editAt: `/record/${kind}?unsent=${values.id}` })
    if (values.result === ATTENTION && values.hasNeed && (values.needWords.trim() || values.words.trim())) await saveNeed()
    if (values.result === ATTENTION && values.risk && values.people[0]) await changeRisk(values.people[0].file, values.risk, values.riskWhy.trim() || values.words.trim().slice(0, 200)).catch(() => toast(t('attention.riskFailed'), { kind: 'alert' }))
    draft.clear()
    // Should the server refuse it later, its form opens with the names in it.
    if (outcome.outcome === 'waiting') writeDraft(`${kind}.${values.id}`, values)
    onSaved()
  })
  return { ...draft, ...saving, maySave: values.people.length > 0 && values.result !== '' }
}

/** A file's risk needs the version it was read at, so it cannot wait in the outbox. */
async function changeRisk(file: string, risk: string, reason: string): Promise<void> {
  const { version } = await api.get<ResidentView>(`/residents/${file}`)
  await api.post(`/residents/${file}/risk`, { version, risk, reason })
}
