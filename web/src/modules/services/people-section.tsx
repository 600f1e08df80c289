import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PersonView } from '#api/services.ts'
import { Button, EmptyState, GoTo, LinkButton, Row, Rows, Section, Tag } from '#web/ui/index.ts'
import { useText } from './form/use-text.ts'
import type { PartProps } from './service-page.tsx'

const PersonSheet = lazy(() => import('./person-sheet.tsx'))
const MovePersonSheet = lazy(() => import('./move-person-sheet.tsx'))
const ORDER: readonly PersonView['state'][] = ['in', 'signed-up', 'waiting', 'left', 'refused']

/** Who is in it: members, those on the waiting list, those who left; and the forms about each. */
export function PeopleSection({ service, onForm }: PartProps) {
  const { t } = useTranslation('services')
  const [adding, setAdding] = useState(false)
  const [moving, setMoving] = useState<PersonView>()
  const may = service.mayWrite && service.state === 'open'
  const waiting = service.people.filter(({ state }) => state === 'waiting').sort((a, b) => (a.position ?? 0) - (b.position ?? 0))
  const people = [...service.people].sort((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state) || (a.position ?? 0) - (b.position ?? 0))
  if (service.definition.subject === 'none' && !service.definition.signUp) return null
  return (
    <Section title={t('people.title')} count={service.capacity === null ? service.people.length : t('people.ofCapacity', { number: service.people.filter(({ state }) => state === 'in' || state === 'signed-up').length, capacity: service.capacity })} flush
      action={may ? <Button kind="quiet" icon="plus" onClick={() => setAdding(true)}>{t(service.definition.signUp ? 'people.signUp' : 'people.add')}</Button> : null}>
      {people.length === 0 ? <EmptyState icon="people" title={t('people.none')} /> : <Rows label={t('people.title')}>{people.map((person) => <PersonLine key={person.id} place={waiting.indexOf(person) + 1} service={service} person={person} onForm={onForm} onMove={may ? () => setMoving(person) : undefined} />)}</Rows>}
      <Suspense fallback={null}>
        {adding ? <PersonSheet service={service} onClose={() => setAdding(false)} /> : null}
        {moving ? <MovePersonSheet service={service} person={moving} onClose={() => setMoving(undefined)} /> : null}
      </Suspense>
    </Section>
  )
}

function PersonLine({ service, person, place, onForm, onMove }: PartProps & { person: PersonView; place: number; onMove: (() => void) | undefined }) {
  const { t } = useTranslation('services')
  const say = useText()
  const role = service.definition.roles.find(({ key }) => key === person.role)
  const forms = service.stages.flatMap((stage) => (stage.state === 'ahead' ? [] : stage.forms)).filter(({ about }) => about === 'person')
  const asked = new Set(service.stages.flatMap(({ gaps }) => gaps).flatMap(({ form, people }) => (form && people.includes(person.id) ? [form] : [])))
  const inIt = service.mayWrite && (person.state === 'in' || person.state === 'signed-up')
  const latest = (form: (typeof forms)[number]) => form.filled.filter((one) => one.person === person.id).at(-1)
  const open = forms.filter((form) => inIt && (form.times === 'many' || !latest(form)))
  const wanted = open.filter((form) => asked.has(form.key) || (form.needed && !latest(form)))
  const others = open.filter((form) => !wanted.includes(form))
  const fill = (form: (typeof forms)[number]) => <GoTo key={form.key} to={`/services/${service.id}/fill/${form.key}?person=${person.id}`}>{t('people.fill', { form: say(form.title) })}</GoTo>
  const sub = [role ? say(role.title) : '', person.minor ? t('people.minor', { guardian: person.guardian || '—' }) : '', place > 0 ? t('people.position', { number: place }) : '', person.note].filter(Boolean).join(' · ')
  return (
    <Row wrap title={<>{person.file ? <GoTo to={`/residents/${person.file}`}>{person.name}</GoTo> : person.name}{person.state === 'in' ? null : <Tag>{t(`people.state.${person.state}`)}</Tag>}{person.droppingOut ? <Tag tone="strong">{t('people.droppingOut', { number: person.missedInARow })}</Tag> : null}</>}
      sub={<span className="filled-line">{sub}{forms.flatMap((form) => {
        const filled = latest(form)
        return filled ? [<button key={form.key} type="button" className="filled" onClick={() => onForm(filled.id)}>{say(form.title)}{filled.score === null ? '' : ` ${filled.score}`}</button>] : []
      })}{wanted.map(fill)}{others.length > 0 ? <details><summary>{t('people.otherForms')}</summary><span className="filled-line">{others.map(fill)}</span></details> : null}</span>}
      end={<>{onMove ? <Button kind="quiet" onClick={onMove}>{t('people.move')}</Button> : null}{person.file && service.mayWrite && (person.droppingOut || person.state === 'left') && service.counts === 'group' ? <LinkButton to={`/services/new?client=${person.file}&from=${service.id}`}>{t('people.openCase')}</LinkButton> : null}</>} />
  )
}
