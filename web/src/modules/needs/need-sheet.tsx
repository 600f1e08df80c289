import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { NeedView } from '#api/needs.ts'
import { afterFact } from '#web/modules/records/save-record.ts'
import { useChoices } from '#web/modules/standards/choices.ts'
import { api } from '#web/platform/api.ts'
import { dayText, fullDayText, instantText } from '#web/platform/dates.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { Button, LinkButton, Loaded, Notice, Sheet, Tag, Timeline, toast } from '#web/ui/index.ts'
import { CASEWORKERS } from '../../roles.ts'
import { AnswerForm, CloseForm, ConfirmForm, HandOverForm, KeepForm, ReopenForm, type ActFormProps } from './need-acts.tsx'
import { ClassifyNeed } from './classify-need.tsx'
import './needs.css'

type Doing = 'answer' | 'hand-over' | 'keep' | 'close' | 'confirm' | 'reopen'
const FORMS: Record<Doing, (props: ActFormProps) => ReactNode> = { answer: AnswerForm, 'hand-over': HandOverForm, keep: KeepForm, close: CloseForm, confirm: ConfirmForm, reopen: ReopenForm }

/** What can be done with a need as it stands. */
function actsOf(need: NeedView): Doing[] {
  if (need.voided) return []
  if (need.state === 'closed') return need.confirmedOn ? ['reopen'] : ['confirm', 'reopen']
  return need.state === 'open' ? ['answer', 'hand-over', 'keep', 'close'] : need.state === 'kept' ? ['hand-over', 'close'] : ['hand-over', 'keep', 'close']
}

/** One need: what was said, what is done about it, and the next step under the thumb. */
export default function NeedSheet({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation('needs')
  const client = useQueryClient()
  const { mayAct } = useSignedIn()
  const [doing, setDoing] = useState<Doing>()
  const query = useQuery({ queryKey: ['needs', 'one', id], queryFn: ({ signal }) => api.get<NeedView>(`/needs/${id}`, { signal }), gcTime: 0 })
  const need = query.data
  const save = async (path: string, body: object) => {
    await api.post(`/needs/${id}/${path}`, { version: need?.version, ...body })
    toast(t(`done.${path}`))
    setDoing(undefined)
    await afterFact(client)
  }
  const Form = doing ? FORMS[doing] : undefined
  return (
    <Sheet open wide title={t('page.one')} onClose={onClose}
      actions={need && !doing && mayAct(CASEWORKERS) && actsOf(need).length > 0 ? <div className="need-acts">{need.state !== 'closed' && !need.voided ? <LinkButton to={`/services/new?need=${need.id}`} icon="plus">{t('openCase')}</LinkButton> : null}{actsOf(need).map((act, at) => <Button key={act} kind={at === 0 && act !== 'reopen' ? 'main' : 'plain'} onClick={() => setDoing(act)}>{t(`act.${act}`)}</Button>)}</div> : undefined}>
      <Loaded query={query} lines={6}>
        {(one) => <div className="stack-l">{Form ? <Form need={one} onSave={save} onBack={() => setDoing(undefined)} /> : null}<NeedBody need={one} /></div>}
      </Loaded>
    </Sheet>
  )
}

const Fact = ({ label, children }: { label: string; children: ReactNode }) => (children === null || children === '' ? null : <div><dt>{label}</dt><dd>{children}</dd></div>)

function NeedBody({ need }: { need: NeedView }) {
  const { t } = useTranslation('needs')
  const { today, mayAct } = useSignedIn()
  const offered = useChoices()
  return (
    <div className="stack">
      {need.voided ? <Notice alert>{t('voided')}</Notice> : null}
      <div className="inline"><strong className="need-name">{need.name ?? (need.spokenBy || t('who.unknown'))}</strong><Tag tone="accent">{need.outcome ? t(`outcome.${need.outcome}`) : t(`state.${need.state}`)}</Tag>{need.overdue ? <Tag tone="strong">{t('overdue')}</Tag> : null}</div>
      {need.words ? <p className="words">{need.words}</p> : null}
      {mayAct(CASEWORKERS) && need.state !== 'closed' && !need.voided ? <ClassifyNeed need={need} /> : null}
      <dl className="facts">
        <Fact label={t('item.label')}>{need.item ? offered.item(need.item) : t('noItem')}</Fact>
        <Fact label={t('urgency')}>{offered.code('need-urgency', need.urgency)}</Fact>
        <Fact label={t('answer')}>{t(`answers.${need.answer}`)}</Fact>
        <Fact label={t('measure')}>{need.measure}</Fact>
        <Fact label={t('owner')}>{need.ownerName ?? t('nobodyOwns')}</Fact>
        <Fact label={t('due')}>{need.dueOn ? fullDayText(need.dueOn) : ''}</Fact>
        <Fact label={t('actors')}>{need.actors.map((actor) => offered.code('actor', actor)).join(' · ')}</Fact>
        <Fact label={t('outcomeWords')}>{need.outcomeWords}</Fact>
        <Fact label={t('unmetWhy')}>{need.unmetWhy ? offered.code('need-unmet-reason', need.unmetWhy) : ''}</Fact>
        <Fact label={t('confirmed')}>{need.confirmedOn ? t('confirmedBy', { by: need.confirmedBy ?? '', how: t(`how.${need.confirmedHow}`, { defaultValue: need.confirmedHow ?? '' }), day: dayText(need.confirmedOn, today) }) : ''}</Fact>
        <Fact label={t('reopenWhy')}>{need.reopenWhy ?? ''}</Fact>
        <Fact label={t('source')}>{offered.code('need-source', need.source)}</Fact>
        <Fact label={t('writtenBy')}>{[need.workerName, need.stationName, instantText(need.recordedAt, today)].join(' · ')}</Fact>
      </dl>
      {need.earlier.length > 0 ? (
        <details><summary>{t('earlier', { count: need.earlier.length })}</summary>
          <Timeline label={t('earlier', { count: need.earlier.length })} items={need.earlier.map((each) => ({ id: String(each.version), when: instantText(each.at, today), title: t(`state.${each.state}`, { defaultValue: each.state }), body: [each.ownerName, each.dueOn ? t('dueOn', { day: dayText(each.dueOn, today) }) : ''].filter(Boolean).join(' · ') }))} />
        </details>
      ) : null}
    </div>
  )
}
