import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Drawn, PersonView } from '#api/services.ts'
import type { z } from 'zod'
import { addDays, dayText, instantText } from '#web/platform/dates.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { useSubmit } from '#web/platform/use-submit.ts'
import { newId } from '#web/platform/uuid.ts'
import { Button, DateField, EmptyState, ErrorPanel, GoTo, LinkButton, NumberStepper, Row, Rows, Section, Sheet, Tag, toast } from '#web/ui/index.ts'
import type { PartProps } from './service-page.tsx'
import { useSending } from './use-service.ts'

const STATES = ['in', 'refused', 'left'] as const

/** 抽样: whom to ask by phone, drawn by the system, and how each call went. The number itself stands in the file and is unmasked there. */
export default function SampleSection({ service }: PartProps) {
  const { t } = useTranslation('doors')
  const { today } = useSignedIn()
  const [drawing, setDrawing] = useState(false)
  const people = service.people.filter(({ role }) => role === service.definition.sampled)
  const may = service.mayWrite && service.state === 'open'
  const answer = service.stages.flatMap(({ forms }) => forms).find(({ key }) => service.results.some(({ form }) => form === key))
  return (
    <Section title={t('sample.title')} count={people.length} flush action={may ? <Button kind="quiet" icon="plus" onClick={() => setDrawing(true)}>{t('sample.draw')}</Button> : null}>
      {people.length === 0 ? <EmptyState icon="phone" title={t('sample.none')} words={t('sample.noneWords')} /> : (
        <Rows label={t('sample.title')}>{people.map((person) => <Line key={person.id} person={person} may={may} fill={answer ? `/services/${service.id}/fill/${answer.key}` : undefined} />)}</Rows>
      )}
      {service.samples.map((one) => <p key={one.id} className="row quiet small">{t('sample.how', { size: Math.min(one.size, one.pool), pool: one.pool, from: dayText(one.from, today), to: dayText(one.to, today), at: instantText(one.drawnAt, today), name: one.drawnByName })}</p>)}
      {drawing ? <DrawSheet service={service} onClose={() => setDrawing(false)} /> : null}
    </Section>
  )
}

function Line({ person, may, fill }: { person: PersonView; may: boolean; fill: string | undefined }) {
  const { t } = useTranslation('doors')
  const waits = person.state === 'signed-up'
  return (
    <Row wrap title={<>{person.file ? <GoTo to={`/residents/${person.file}`}>{person.name}</GoTo> : person.name}<Tag tone={person.state === 'in' ? 'accent' : waits ? 'strong' : undefined}>{t(`sample.state.${person.state}`)}</Tag></>}
      end={may && waits ? <>{fill ? <LinkButton to={fill}>{t('sample.fill')}</LinkButton> : null}{STATES.map((state) => <Went key={state} person={person} state={state} />)}</> : null} />
  )
}

/** How a call went, in one tap. */
function Went({ person, state }: { person: PersonView; state: (typeof STATES)[number] }) {
  const { t } = useTranslation('doors')
  const sendIt = useSending()
  const { busy, submit } = useSubmit(() => sendIt('POST', `/service-people/${person.id}/move`, { version: person.version, state, why: '' }))
  return <Button kind="quiet" busy={busy} onClick={() => void submit()}>{t(`sample.state.${state}`)}</Button>
}

const DAYS_BACK = 180

function DrawSheet({ service, onClose }: Pick<PartProps, 'service'> & { onClose: () => void }) {
  const { t } = useTranslation('doors')
  const { today } = useSignedIn()
  const sendIt = useSending()
  const [id] = useState(newId)
  const [size, setSize] = useState<number | undefined>(20)
  const [from, setFrom] = useState(addDays(today, -DAYS_BACK))
  const [to, setTo] = useState(today)
  const { busy, error, submit } = useSubmit(async () => {
    const { drawn, pool } = await sendIt<z.infer<typeof Drawn>>('POST', `/services/${service.id}/sample`, { id, size, from, to })
    toast(t('sample.drawn', { drawn, pool }))
    onClose()
  })
  return (
    <Sheet open title={t('sample.draw')} onClose={onClose} actions={<Button kind="main" tall block busy={busy} disabled={!size} onClick={() => void submit()}>{t('sample.draw')}</Button>}>
      <div className="stack">
        <p className="quiet">{t('sample.rule')}</p>
        <NumberStepper label={t('sample.size')} min={1} max={300} value={size} onChange={setSize} />
        <DateField label={t('sample.from')} today={today} max={today} value={from} onChange={setFrom} />
        <DateField label={t('sample.to')} today={today} max={today} value={to} onChange={setTo} />
        <ErrorPanel error={error} />
      </div>
    </Sheet>
  )
}
