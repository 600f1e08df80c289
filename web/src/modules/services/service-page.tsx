import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ServiceView } from '#api/services.ts'
import { dayText, instantText } from '#web/platform/dates.ts'
import { useParam } from '#web/platform/params.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { Button, GoTo, Loaded, Notice, Page, Section, Tag } from '#web/ui/index.ts'
import { ApprovalsSection } from './approvals-section.tsx'
import { CircleSection, LinksSection, ReferralsSection, TurnsSection } from './around-section.tsx'
import { BecomesSection } from './becomes-section.tsx'
import { ClocksSection } from './clocks-section.tsx'
import { FirstThing } from './first-thing.tsx'
import { useText } from './form/use-text.ts'
import { GoalsSection } from './goals-section.tsx'
import { IndexSection } from './index-section.tsx'
import { PeopleSection } from './people-section.tsx'
import { ScalesSection } from './scales-section.tsx'
import { ServiceActs } from './service-acts.tsx'
import { SessionsSection } from './sessions-section.tsx'
import { Stages } from './stages.tsx'
import { useService } from './use-service.ts'
import { wholeness } from './wholeness.ts'
import './services.css'

const NoteSheet = lazy(() => import('./note-sheet.tsx'))
const FilledSheet = lazy(() => import('./filled-sheet.tsx'))
const Attendance = lazy(() => import('./attendance-section.tsx'))
const Doors = lazy(() => import('./doors-block.tsx').then(({ DoorsBlock }) => ({ default: DoorsBlock })))
const Round = lazy(() => import('./round-section.tsx'))
const Results = lazy(() => import('./results-section.tsx'))
const Sample = lazy(() => import('./sample-section.tsx'))
const CheckIn = lazy(() => import('./check-in-section.tsx'))

/** A professional service on one page: its stages, what is 待补 in words, and the forms inside. */
export default function ServicePage() {
  const { t } = useTranslation('services')
  const query = useService(useParam('id'))
  return query.data ? <Service service={query.data} /> : <Page title={t('one')} back><Loaded query={query} lines={10}>{() => null}</Loaded></Page>
}

export interface PartProps { service: ServiceView; onForm: (filled: string) => void }

function Service({ service }: { service: ServiceView }) {
  const { t } = useTranslation('services')
  const [noting, setNoting] = useState(false)
  const [form, setForm] = useState<string>()
  const { definition, mayWrite } = service
  const mayNote = mayWrite && service.state === 'open' && definition.session !== null
  const part = { service, onForm: setForm }
  // Some sheets are of some posts alone; the others read them.
  const isOurs = service.stages.every(({ forms }) => forms.every((one) => one.mayFill || one.filled.every(({ id }) => id !== form)))
  return (
    <Page title={service.title} back sub={<Head service={service} />} actions={mayNote ? <Button kind="main" icon="edit" onClick={() => setNoting(true)}>{t('session.note')}</Button> : null}>
      {service.state === 'closed' ? null : <FirstThing first={service.definition.first} />}
      {service.secret ? <Notice>{t('secret')}</Notice> : null}
      <Stages {...part} />
      <div className="service-columns">
        <div className="stack-l">
          {definition.signUp ? <Suspense fallback={null}><CheckIn service={service} /></Suspense> : null}
          {definition.round ? <Suspense fallback={null}><Round service={service} /></Suspense> : null}
          {service.results.length > 0 ? <Suspense fallback={null}><Results {...part} /></Suspense> : null}
          {definition.sampled !== null ? <Suspense fallback={null}><Sample {...part} /></Suspense> : null}
          {definition.forPublic ? <Section title={t('doors')} flush><Suspense fallback={null}><Doors service={service.id} /></Suspense></Section> : null}
          {definition.session ? <SessionsSection {...part} onNote={mayNote ? () => setNoting(true) : undefined} /> : null}
          {definition.session?.attendance ? <Suspense fallback={null}><Attendance service={service} /></Suspense> : null}
          <GoalsSection service={service} />
          <ScalesSection {...part} />
          <IndexSection {...part} />
        </div>
        <div className="stack-l">
          <ClocksSection service={service} />
          <ApprovalsSection service={service} />
          <PeopleSection {...part} />
          <ReferralsSection service={service} />
          <CircleSection service={service} />
          <BecomesSection service={service} />
          <LinksSection service={service} />
          <TurnsSection service={service} />
          <ServiceActs service={service} />
        </div>
      </div>
      <Suspense fallback={null}>
        {noting ? <NoteSheet service={service} onClose={() => setNoting(false)} /> : null}
        {form ? <FilledSheet id={form} people={service.people} name={service.title} mayFill={service.mayFill && isOurs} mayVoid={mayWrite} onClose={() => setForm(undefined)} /> : null}
      </Suspense>
    </Page>
  )
}

function Head({ service }: { service: ServiceView }) {
  const { t } = useTranslation('services')
  const { today } = useSignedIn()
  const say = useText()
  const words = [say(service.methodTitle), service.number ?? t('unnumbered'), service.stationName, service.workerName, t('openedOn', { day: dayText(service.openedOn, today) })]
  return (
    <span className="inline">
      <span>{words.filter(Boolean).join(' · ')}</span>
      <Tag tone={service.state === 'open' ? 'accent' : undefined}>{service.state === 'open' ? say(service.stageTitle) : t(`state.${service.state}`)}</Tag>
      {service.gaps > 0 ? <Tag>{t('gapCount', { number: service.gaps })}</Tag> : service.complete ? <Tag tone="accent">{t(wholeness(service))}</Tag> : null}
      {service.waiting ? <Tag tone="strong">{t('waiting')}</Tag> : null}
      {service.happensAt ? <span>{[instantText(service.happensAt, today), service.venue].filter(Boolean).join(' · ')}</span> : null}
      {service.client ? <GoTo to={`/residents/${service.client}`}>{t('toFile')}</GoTo> : null}
    </span>
  )
}
