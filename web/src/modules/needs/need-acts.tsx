import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { NeedView } from '#api/needs.ts'
import { useColleagues } from '#web/modules/accounts/colleagues.ts'
import { useChoices } from '#web/modules/standards/choices.ts'
import { addDays } from '#web/platform/dates.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { useSubmit } from '#web/platform/use-submit.ts'
import { Button, Choice, DateField, ErrorPanel, Loaded, TextArea, TextField } from '#web/ui/index.ts'

export interface ActFormProps {
  need: NeedView
  /** Sends to one of the need's own doors; throws the refusal. */
  onSave: (path: string, body: object) => Promise<void>
  onBack: () => void
}

interface FrameProps { title: string; action: string; maySave?: boolean; run: () => Promise<void>; onBack: () => void; children?: ReactNode }

function Frame({ title, action, maySave = true, run, onBack, children }: FrameProps) {
  const { t } = useTranslation('needs')
  const { busy, error, submit } = useSubmit(run)
  return (
    <form className="nested stack" onSubmit={submit} aria-label={title}>
      <h3>{title}</h3>
      {children}
      <ErrorPanel error={error} />
      <div className="form-actions"><Button kind="main" type="submit" busy={busy} disabled={!maySave}>{action}</Button><Button kind="quiet" onClick={onBack}>{t('change.back')}</Button></div>
    </form>
  )
}

/** 现场答复 */
export function AnswerForm({ onSave, onBack }: ActFormProps) {
  const { t } = useTranslation('needs')
  const [words, setWords] = useState('')
  return (
    <Frame title={t('act.answer')} action={t('answerForm.save')} run={() => onSave('answer-on-the-spot', { words: words.trim() })} onBack={onBack}>
      <TextArea label={t('answerForm.words')} optional rows={2} value={words} onChange={setWords} autoFocus />
    </Frame>
  )
}

/** 转交 */
export function HandOverForm({ need, onSave, onBack }: ActFormProps) {
  const { t } = useTranslation('needs')
  const { today } = useSignedIn()
  const colleagues = useColleagues()
  const [owner, setOwner] = useState('')
  const [measure, setMeasure] = useState(need.measure)
  const [dueOn, setDueOn] = useState(need.dueOn && need.dueOn >= today ? need.dueOn : addDays(today, 7))
  return (
    <Frame title={t('act.hand-over')} action={t('handOver.save')} maySave={owner !== ''} run={() => onSave('hand-over', { owner, dueOn, ...(measure.trim() && { measure: measure.trim() }) })} onBack={onBack}>
      <Loaded query={colleagues} lines={2}>{(people) => <Choice label={t('handOver.to')} value={owner || undefined} onChange={setOwner} options={people.map(({ id, name }) => ({ value: id, label: name }))} />}</Loaded>
      <DateField label={t('due')} value={dueOn} min={today} onChange={setDueOn} />
      <TextField label={t('measure')} optional maxLength={200} value={measure} onChange={setMeasure} />
    </Frame>
  )
}

/** 留待立案 */
export function KeepForm({ need, onSave, onBack }: ActFormProps) {
  const { t } = useTranslation('needs')
  const [measure, setMeasure] = useState(need.measure)
  return (
    <Frame title={t('act.keep')} action={t('keep.save')} run={() => onSave('keep', measure.trim() ? { measure: measure.trim() } : {})} onBack={onBack}>
      <p className="quiet small">{t('keep.words')}</p>
      <TextField label={t('measure')} optional maxLength={200} value={measure} onChange={setMeasure} />
    </Frame>
  )
}

const OUTCOMES = ['met', 'partly', 'unmet'] as const

/** 办结: with its outcome; unmet says why. */
export function CloseForm({ onSave, onBack }: ActFormProps) {
  const { t } = useTranslation('needs')
  const { today } = useSignedIn()
  const offered = useChoices()
  const [outcome, setOutcome] = useState<(typeof OUTCOMES)[number]>('met')
  const [why, setWhy] = useState('')
  const [words, setWords] = useState('')
  const [closedOn, setClosedOn] = useState(today)
  const run = () => onSave('close', { outcome, words: words.trim(), closedOn, ...(outcome === 'unmet' && why && { why }) })
  return (
    <Frame title={t('act.close')} action={t('close.save')} maySave={outcome !== 'unmet' || why !== ''} run={run} onBack={onBack}>
      <Choice label={t('close.outcome')} look="segmented" value={outcome} onChange={setOutcome} options={OUTCOMES.map((value) => ({ value, label: t(`outcome.${value}`) }))} />
      {outcome === 'unmet' ? <Choice label={t('unmetWhy')} value={why || undefined} onChange={setWhy} options={offered.list('need-unmet-reason')} /> : null}
      <TextArea label={t('outcomeWords')} optional rows={2} value={words} onChange={setWords} />
      <DateField label={t('close.on')} value={closedOn} today={today} max={today} onChange={setClosedOn} />
    </Frame>
  )
}

const HOW = ['said', 'signed', 'thumbprint', 'phone'] as const

/** 对象确认 */
export function ConfirmForm({ need, onSave, onBack }: ActFormProps) {
  const { t } = useTranslation('needs')
  const { today } = useSignedIn()
  const [by, setBy] = useState(need.name ?? need.spokenBy)
  const [how, setHow] = useState<(typeof HOW)[number]>('said')
  const [on, setOn] = useState(today)
  return (
    <Frame title={t('act.confirm')} action={t('confirm.save')} maySave={by.trim() !== ''} run={() => onSave('confirm', { by: by.trim(), how, on })} onBack={onBack}>
      <TextField label={t('confirm.by')} maxLength={40} value={by} onChange={setBy} />
      <Choice label={t('confirm.how')} value={how} onChange={setHow} options={HOW.map((value) => ({ value, label: t(`how.${value}`) }))} />
      <DateField label={t('confirm.on')} value={on} today={today} max={today} onChange={setOn} />
    </Frame>
  )
}

/** 重新打开 */
export function ReopenForm({ onSave, onBack }: ActFormProps) {
  const { t } = useTranslation('needs')
  const [why, setWhy] = useState('')
  return (
    <Frame title={t('act.reopen')} action={t('reopen.save')} maySave={why.trim().length > 1} run={() => onSave('reopen', { why: why.trim() })} onBack={onBack}>
      <TextField label={t('reopen.why')} maxLength={200} value={why} onChange={setWhy} autoFocus />
    </Frame>
  )
}
