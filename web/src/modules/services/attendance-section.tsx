import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PersonView, ServiceView } from '#api/services.ts'
import { dayText } from '#web/platform/dates.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { useSubmit } from '#web/platform/use-submit.ts'
import { Button, classes, ErrorPanel, Section, Sheet, Tag, toast } from '#web/ui/index.ts'
import { useSending } from './use-service.ts'

const STATES = ['present', 'late', 'absent'] as const
type State = (typeof STATES)[number]
type Session = ServiceView['lastSessions'][number]

/** 出勤: who came to which session. One press on a session's head marks it; the names stay in sight when the sessions scroll. */
export default function AttendanceSection({ service }: { service: ServiceView }) {
  const { t } = useTranslation('services')
  const { today } = useSignedIn()
  const [marking, setMarking] = useState<Session>()
  const sessions = [...service.lastSessions].sort((a, b) => a.occurredOn.localeCompare(b.occurredOn))
  const members = service.people.filter(({ state }) => state === 'in' || state === 'left')
  const marks = new Map(service.attendance.map((one) => [`${one.record}.${one.person}`, one.state]))
  const may = service.mayWrite && service.state === 'open'
  if (sessions.length === 0 || members.length === 0) return null
  return (
    <Section title={t('attendance.title')} flush>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be scrolled by keyboard */}
      <section className="table-frame" tabIndex={0} aria-label={t('attendance.title')}>
        <table className="table attendance">
          <thead>
            <tr>
              <th scope="col">{t('people.title')}</th>
              {sessions.map((session, at) => <th key={session.id} scope="col">{may ? <Button kind="quiet" onClick={() => setMarking(session)} aria-label={t('attendance.markNumber', { number: at + 1, day: dayText(session.occurredOn, today) })}>{at + 1}</Button> : at + 1}<span className="quiet small">{session.occurredOn.slice(5)}</span></th>)}
              <th scope="col">{t('attendance.rate')}</th>
            </tr>
          </thead>
          <tbody>
            {members.map((person) => (
              <tr key={person.id}>
                <th scope="row">{person.name}{person.droppingOut ? <Tag tone="strong">{t('people.droppingOut', { number: person.missedInARow })}</Tag> : null}</th>
                {sessions.map((session) => <Mark key={session.id} state={marks.get(`${session.id}.${person.id}`)} />)}
                <td className="number">{person.present + person.absent === 0 ? '—' : `${Math.round((person.present * 100) / (person.present + person.absent))}%`}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {marking ? <MarkSheet key={marking.id} service={service} session={marking} members={members.filter(({ state }) => state === 'in')} marks={marks} onClose={() => setMarking(undefined)} /> : null}
    </Section>
  )
}

function Mark({ state }: { state: string | undefined }) {
  const { t } = useTranslation('services')
  return <td className={classes('middle', state === 'absent' && 'absent')}>{state ? t(`attendance.short.${state}`) : ''}</td>
}

interface MarkSheetProps { service: ServiceView; session: Session; members: readonly PersonView[]; marks: ReadonlyMap<string, string>; onClose: () => void }

/** Everybody is there until somebody says otherwise. */
function MarkSheet({ service, session, members, marks, onClose }: MarkSheetProps) {
  const { t } = useTranslation(['services', 'ui'])
  const { today } = useSignedIn()
  const sendIt = useSending()
  const [states, setStates] = useState<Record<string, State>>(() => Object.fromEntries(members.map(({ id }) => [id, STATES.find((state) => state === marks.get(`${session.id}.${id}`)) ?? 'present'])))
  const { busy, error, submit } = useSubmit(async () => {
    await sendIt('POST', `/services/${service.id}/attendance`, { record: session.id, rows: members.map(({ id }) => ({ person: id, state: states[id] })) })
    toast(t('attendance.saved'))
    onClose()
  })
  return (
    <Sheet open flush title={t('attendance.mark', { day: dayText(session.occurredOn, today) })} onClose={onClose} actions={<Button kind="main" tall block busy={busy} onClick={() => void submit()}>{t('ui:save')}</Button>}>
      <ErrorPanel error={error} />
      <ul className="rows">
        {members.map(({ id, name }) => (
          <li key={id} className="row">
            <span className="body">{name}</span>
            <span className="inline marks">{STATES.map((state) => <Button key={state} aria-pressed={states[id] === state} aria-label={t('attendance.whom', { name, state: t(`attendance.state.${state}`) })} onClick={() => setStates((before) => ({ ...before, [id]: state }))}>{t(`attendance.state.${state}`)}</Button>)}</span>
          </li>
        ))}
      </ul>
    </Sheet>
  )
}
