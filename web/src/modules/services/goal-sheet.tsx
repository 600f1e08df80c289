import { useTranslation } from 'react-i18next'
import type { ServiceView } from '#api/services.ts'
import { useDraft } from '#web/platform/drafts.ts'
import { useSubmit } from '#web/platform/use-submit.ts'
import { newId } from '#web/platform/uuid.ts'
import { Button, DateField, DraftNote, ErrorPanel, Sheet, TextArea, TextField, toast } from '#web/ui/index.ts'
import { useSending } from './use-service.ts'

type Goal = ServiceView['goals'][number]

/** A goal of the plan, new or looked at again. */
export default function GoalSheet({ service, goal, onClose }: { service: ServiceView; goal: Goal | undefined; onClose: () => void }) {
  const { t } = useTranslation(['services', 'ui'])
  const sendIt = useSending()
  const begin = { id: newId(), words: goal?.words ?? '', indicator: goal?.indicator ?? '', baseline: goal?.baseline ?? '', target: goal?.target ?? '', dueOn: goal?.dueOn ?? '' }
  const draft = useDraft(`goal.${goal?.id ?? service.id}`, begin)
  const { values, change } = draft
  const { busy, error, submit } = useSubmit(async () => {
    const { id, dueOn, ...words } = values
    const said = { ...words, words: words.words.trim(), ...(dueOn && { dueOn }) }
    const number = Math.max(0, ...service.goals.map((one) => one.number)) + 1
    if (goal) await sendIt('POST', `/service-goals/${goal.id}/change`, { version: goal.version, ...said })
    else await sendIt('PUT', `/service-goals/${id}`, { service: service.id, number, ...said })
    draft.clear()
    toast(t('goal.saved'))
    onClose()
  })
  return (
    <Sheet open wide title={t(goal ? 'goal.change' : 'goal.add')} onClose={onClose} actions={<Button kind="main" tall block busy={busy} disabled={values.words.trim() === ''} onClick={() => void submit()}>{t('ui:save')}</Button>}>
      <div className="stack">
        <DraftNote draft={draft} />
        <TextArea label={t('goal.words')} hint={t('goal.wordsHint')} rows={2} value={values.words} onChange={(words) => change({ words })} data-autofocus="" />
        <TextField label={t('goal.indicator')} optional maxLength={200} value={values.indicator} onChange={(indicator) => change({ indicator })} />
        <div className="columns">
          <TextField label={t('goal.baseline')} optional maxLength={200} value={values.baseline} onChange={(baseline) => change({ baseline })} />
          <TextField label={t('goal.target')} optional maxLength={200} value={values.target} onChange={(target) => change({ target })} />
        </div>
        <DateField label={t('goal.dueOn')} optional value={values.dueOn} onChange={(dueOn) => change({ dueOn })} />
        <ErrorPanel error={error} />
      </div>
    </Sheet>
  )
}
