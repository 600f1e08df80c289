import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { FilledForm, ServiceView } from '#api/services.ts'
import { PAGE_ROLES } from '#web/page-roles.ts'
import { dayText, instantText } from '#web/platform/dates.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { useSubmit } from '#web/platform/use-submit.ts'
import { Button, ErrorPanel, LinkButton, Loaded, Notice, Sheet, Tag, TextField, toast } from '#web/ui/index.ts'
import { FormAnswers } from './form/form-answers.tsx'
import { useText } from './form/use-text.ts'
import { Picture } from './picture.tsx'
import { useFilledForm, useSending } from './use-service.ts'
import './services.css'

/** One filled form over the page it was opened from. */
export default function FilledSheet({ id, people, name = '', mayFill, mayVoid, onClose }: { id: string; people: Pick<ServiceView['people'][number], 'id' | 'name'>[]; name?: string; mayFill: boolean; mayVoid: boolean; onClose: () => void }) {
  const { t } = useTranslation('services')
  const say = useText()
  const { mayAct } = useSignedIn()
  const query = useFilledForm(id)
  const [voiding, setVoiding] = useState(false)
  const filled = query.data
  const may = filled !== undefined && mayFill && !filled.locked
  return (
    <Sheet open wide title={filled ? `${filled.code} ${say(filled.title)}` : t('fill.title')} onClose={onClose} actions={filled && !voiding ? (
      <>
        {may && mayVoid ? <Button kind="danger" onClick={() => setVoiding(true)}>{t('filled.void')}</Button> : null}
        {mayAct(PAGE_ROLES['/services/$id/print/$form']) ? <LinkButton to={`/services/${filled.service}/print/${filled.form}?filled=${id}`} icon="print">{t('filled.print')}</LinkButton> : null}
        {may ? <LinkButton to={`/services/${filled.service}/fill/${filled.form}?filled=${id}`} kind="main" icon="edit">{t(filled.gaps.length > 0 ? 'filled.complete' : 'filled.amend')}</LinkButton> : null}
      </>
    ) : undefined}>
      <Loaded query={query} lines={8}>{(form) => voiding ? <VoidForm form={form} onDone={onClose} onBack={() => setVoiding(false)} /> : <FilledBody form={form} people={people} name={name} />}</Loaded>
    </Sheet>
  )
}

function FilledBody({ form, people, name }: { form: FilledForm; people: Pick<ServiceView['people'][number], 'id' | 'name'>[]; name: string }) {
  const { t } = useTranslation('services')
  const { today } = useSignedIn()
  const say = useText()
  return (
    <div className="stack">
      <div className="inline">
        <span className="quiet">{[dayText(form.filledOn, today), form.workerName, people.find(({ id }) => id === form.person)?.name].filter(Boolean).join(' · ')}</span>
        {form.late ? <Tag>{t('late')}</Tag> : null}{form.amended ? <Tag>{t('amended')}</Tag> : null}{form.locked ? <Tag tone="strong">{t('locked')}</Tag> : null}
        {form.score === null ? null : <Tag tone="accent">{t('scored', { score: form.score })}</Tag>}{form.level ? <Tag tone={form.level.alarm ? 'strong' : undefined}>{say(form.level.title)}</Tag> : null}
      </div>
      {form.gaps.length > 0 ? <p className="gap-words">{t('gaps', { what: form.gaps.map(say).join(t('and')) })}</p> : null}
      <FormAnswers form={form.definition} answers={form.answers} people={people} name={name} />
      {form.photos.length > 0 ? <ul className="pictures">{form.photos.map((photo, at) => <Picture key={photo} id={photo} name={t('filled.photo', { number: at + 1 })} />)}</ul> : null}
      {form.amendWhy ? <Notice>{t('filled.why', { why: form.amendWhy })}</Notice> : null}
      {form.earlier.length > 0 ? (
        <details><summary>{t('filled.earlier', { number: form.earlier.length })}</summary>
          {form.earlier.map((one) => <div key={one.version} className="stack earlier-form"><span className="quiet small">{instantText(one.at, today)}</span><FormAnswers form={form.definition} answers={one.answers} people={people} /></div>)}
        </details>
      ) : null}
      <p className="quiet small">{t('filled.source', { document: say(form.definition.source.document), at: form.definition.source.at })}</p>
    </div>
  )
}

function VoidForm({ form, onDone, onBack }: { form: FilledForm; onDone: () => void; onBack: () => void }) {
  const { t } = useTranslation(['services', 'ui'])
  const sendIt = useSending()
  const [why, setWhy] = useState('')
  const { busy, error, submit } = useSubmit(async () => {
    await sendIt('POST', `/service-forms/${form.id}/void`, { version: form.version, why: why.trim() })
    toast(t('filled.voided'))
    onDone()
  })
  return (
    <form className="stack" onSubmit={submit}>
      <Notice>{t('filled.voidWords')}</Notice>
      <TextField label={t('filled.voidWhy')} maxLength={200} value={why} onChange={setWhy} autoFocus />
      <ErrorPanel error={error} />
      <div className="form-actions"><Button kind="danger" type="submit" busy={busy} disabled={why.trim().length < 2}>{t('filled.void')}</Button><Button kind="quiet" onClick={onBack}>{t('ui:back')}</Button></div>
    </form>
  )
}
