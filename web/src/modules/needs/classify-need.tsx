import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { NeedView } from '#api/needs.ts'
import { afterFact } from '#web/modules/records/save-record.ts'
import { useChoices } from '#web/modules/standards/choices.ts'
import { api } from '#web/platform/api.ts'
import { useSubmit } from '#web/platform/use-submit.ts'
import { Button, Choice, Choices, ErrorPanel, TextField, toast } from '#web/ui/index.ts'
import { SuggestedItems } from './suggested-items.tsx'

const ANSWERS = ['service', 'resource', 'project', 'undecided'] as const

/** What it is and how it will be answered: decides on which of the four lists it stands. */
export function ClassifyNeed({ need }: { need: NeedView }) {
  const { t } = useTranslation('needs')
  const client = useQueryClient()
  const offered = useChoices()
  const [open, setOpen] = useState(false)
  const [item, setItem] = useState(need.item)
  const [answer, setAnswer] = useState(need.answer)
  const [urgency, setUrgency] = useState(need.urgency)
  const [measure, setMeasure] = useState(need.measure)
  const [actors, setActors] = useState<string[]>(need.actors)
  const { busy, error, submit } = useSubmit(async () => {
    const changed = {
      ...(item !== need.item && { item }), ...(answer !== need.answer && { answer }), ...(urgency !== need.urgency && { urgency }),
      ...(measure.trim() !== need.measure && { measure: measure.trim() }), ...(actors.join() !== need.actors.join() && { actors }),
    }
    await api.post(`/needs/${need.id}/change`, { version: need.version, ...changed })
    toast(t('done.change'))
    setOpen(false)
    await afterFact(client)
  })
  if (!open) return <div><Button icon="edit" onClick={() => setOpen(true)}>{t(need.item ? 'change.open' : 'change.classify')}</Button></div>
  return (
    <div className="nested stack">
      <SuggestedItems words={need.words} file={need.file ?? undefined} value={item} onChange={setItem} />
      <Choice label={t('answer')} value={answer} onChange={setAnswer} options={ANSWERS.map((value) => ({ value, label: t(`answers.${value}`) }))} />
      <Choice label={t('urgency')} value={urgency} onChange={setUrgency} options={offered.list('need-urgency')} />
      <TextField label={t('measure')} optional maxLength={200} value={measure} onChange={setMeasure} />
      <Choices label={t('actors')} value={actors} onChange={setActors} options={offered.list('actor')} />
      <ErrorPanel error={error} />
      <div className="form-actions"><Button kind="main" busy={busy} onClick={() => void submit()}>{t('change.save')}</Button><Button kind="quiet" onClick={() => setOpen(false)}>{t('change.back')}</Button></div>
    </div>
  )
}
