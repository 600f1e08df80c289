import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { FilledRow, ServiceView } from '#api/services.ts'
import { dayText } from '#web/platform/dates.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { useSubmit } from '#web/platform/use-submit.ts'
import { Button, classes, confirm, ErrorPanel, Icon, LinkButton, Row, Rows, Section, Tag, toast } from '#web/ui/index.ts'
import { Answering } from './answering.tsx'
import { AskApproval } from './ask-approval.tsx'
import { CloseButton } from './close-button.tsx'
import { useText } from './form/use-text.ts'
import { useGapWords } from './gap-words.ts'
import type { PartProps } from './service-page.tsx'
import { useSending } from './use-service.ts'

type Stage = ServiceView['stages'][number]
/** So many forms that nobody needs yet stand beside those needed; more are folded away. */
const MOST_OPTIONAL = 4

/** The stages across the top; one of them open below, first the one that is now. */
export function Stages({ service, onForm }: PartProps) {
  const { t } = useTranslation('services')
  const say = useText()
  const [chosen, setChosen] = useState<string>()
  const at = service.stages.findIndex(({ key }) => key === (chosen ?? service.stage))
  const open = service.stages[at] ?? service.stages[0]
  return (
    <>
      <nav className="stages" aria-label={t('stages')}>
        <ol>
          {service.stages.map((stage) => (
            <li key={stage.key} className={classes('stage', stage.state)}>
              <button type="button" aria-pressed={stage === open} aria-current={stage.state === 'now' ? 'step' : undefined} onClick={() => setChosen(stage.key)}>
                <span className="stage-mark">{stage.state === 'done' ? <Icon name="check" size={16} /> : null}</span>
                <span>{say(stage.title)}</span><span className="sr-only">{t(`stageState.${stage.state}`)}</span>
                {stage.gaps.length > 0 ? <span className="stage-gaps" title={t('gapCount', { number: stage.gaps.length })}>{stage.gaps.length}<span className="sr-only">{t('missing')}</span></span> : null}
              </button>
            </li>
          ))}
        </ol>
      </nav>
      {open ? <StageSection service={service} stage={open} next={service.stages[at + 1]} onForm={onForm} /> : null}
    </>
  )
}

function StageSection({ service, stage, next, onForm }: PartProps & { stage: Stage; next: Stage | undefined }) {
  const { t } = useTranslation('services')
  const say = useText()
  const gapWords = useGapWords(service)
  const waits = stage.state === 'ahead'
  const optional = stage.forms.filter(({ needed, filled }) => !needed && filled.length === 0)
  // Where nothing else stands, a fold would hide all there is to do.
  const folded = optional.length > MOST_OPTIONAL && optional.length < stage.forms.length ? optional : []
  return (
    <Section title={say(stage.title)} flush>
      {stage.gaps.length > 0 && !waits ? (
        <p className="row stage-missing" role="status">{t('stageGaps', { stage: say(stage.title), what: stage.gaps.map(gapWords).join(t('gapsAnd')) })}</p>
      ) : null}
      <Rows label={say(stage.title)}>{stage.forms.filter((form) => !folded.includes(form)).map((form) => <FormLine key={form.key} service={service} form={form} onForm={onForm} />)}</Rows>
      {folded.length > 0 ? (
        <details className="row-fold">
          <summary>{t('moreForms', { number: folded.length })}</summary>
          <Rows label={t('moreForms', { number: folded.length })}>{folded.map((form) => <FormLine key={form.key} service={service} form={form} onForm={onForm} />)}</Rows>
        </details>
      ) : null}
      <StageFoot service={service} stage={stage} next={next} />
    </Section>
  )
}

function FormLine({ service, form, onForm }: PartProps & { form: Stage['forms'][number] }) {
  const { t } = useTranslation('services')
  const say = useText()
  const mayFill = service.mayFill && form.mayFill && service.state !== 'offered' && form.about === 'service' && (form.times === 'many' || form.filled.length === 0)
  const empty = form.filled.length === 0
  return (
    <Row wrap start={<Icon name={empty ? 'report' : 'check'} />} title={<>{say(form.title)}<span className="quiet small form-code">{form.code}</span>{empty && form.needed ? <Tag>{t('missing')}</Tag> : null}</>}
      sub={<span className="filled-line">{form.filled.map((filled) => <Filled key={filled.id} filled={filled} service={service} onForm={onForm} />)}{empty && form.about !== 'service' ? t(`about.${form.about}`) : null}</span>}
      end={mayFill ? <LinkButton to={`/services/${service.id}/fill/${form.key}`} {...(empty && form.needed && { kind: 'main' as const })}>{t(empty ? 'fill.begin' : 'fill.again')}</LinkButton> : null} />
  )
}

function Filled({ filled, service, onForm }: PartProps & { filled: FilledRow }) {
  const { t } = useTranslation('services')
  const { today } = useSignedIn()
  const say = useText()
  const whom = service.people.find(({ id }) => id === filled.person)?.name
  return (
    <>
      <button type="button" className="filled" onClick={() => onForm(filled.id)}>
        {[whom, dayText(filled.filledOn, today), filled.workerName].filter(Boolean).join(' · ')}
        {filled.score === null ? null : <span className="number"> · {t('scored', { score: filled.score })}</span>}
        {filled.level ? <Tag tone={filled.level.alarm ? 'strong' : undefined}>{say(filled.level.title)}</Tag> : null}
        {filled.gaps.length > 0 ? <Tag>{t('gaps', { what: filled.gaps.map(say).join(t('and')) })}</Tag> : null}
        {filled.late ? <Tag>{t('late')}</Tag> : null}{filled.amended ? <Tag>{t('amended')}</Tag> : null}
      </button>
      <Answering filled={filled} service={service} />
    </>
  )
}

/** Asking for approval, and going on. Going on is always possible but where the law locks. */
function StageFoot({ service, stage, next }: { service: ServiceView; stage: Stage; next: Stage | undefined }) {
  const { t } = useTranslation('services')
  const say = useText()
  const gapWords = useGapWords(service)
  const sendIt = useSending()
  const { busy, error, submit } = useSubmit(async () => {
    if (!next) return
    const open = stage.gaps.filter(({ lock }) => !lock)
    if (open.length > 0 && !(await confirm({ title: t('move.title', { stage: say(next.title) }), words: t('move.words', { what: open.map(gapWords).join(t('gapsAnd')) }), action: t('move.anyway') }))) return
    await sendIt('POST', `/services/${service.id}/move`, { version: service.version, to: next.key })
    toast(t('move.done', { stage: say(next.title) }))
  })
  if (stage.state !== 'now' || !service.mayLead || service.state === 'offered' || service.state === 'refused') return null
  const locks = stage.gaps.filter(({ lock }) => lock)
  return (
    <div className="stage-foot">
      <ErrorPanel error={error} />
      {locks.length > 0 ? <p className="quiet small"><Icon name="lock" size={16} /> {t('move.locked', { what: locks.map(gapWords).join(t('gapsAnd')) })}</p> : null}
      <div className="form-actions">
        {stage.approvals.map((approval) => <AskApproval key={approval.key} service={service} approval={approval} />)}
        {next?.afterEnd && service.state === 'open' ? <CloseButton service={service} main={stage.gaps.length === 0} /> : null}
        {next && !next.afterEnd ? <Button kind={stage.gaps.length === 0 ? 'main' : 'plain'} icon="next" busy={busy} disabled={locks.length > 0} onClick={() => void submit()}>{t('move.to', { stage: say(next.title) })}</Button> : null}
      </div>
    </div>
  )
}
