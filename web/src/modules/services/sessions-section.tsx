import { useInfiniteQuery } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ServiceView, SessionsPage } from '#api/services.ts'
import { api } from '#web/platform/api.ts'
import { dayText } from '#web/platform/dates.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { Button, EmptyState, ErrorPanel, LinkButton, Row, Rows, Section, Tag } from '#web/ui/index.ts'
import { useText } from './form/use-text.ts'
import type { PartProps } from './service-page.tsx'

const RecordSheet = lazy(() => import('#web/modules/records/record-sheet.tsx'))
type Session = ServiceView['lastSessions'][number]
const AT_FIRST = 5

/** The contacts of a service, latest first: the note of the day, and the full record written from it. */
export function SessionsSection({ service, onForm, onNote }: PartProps & { onNote: (() => void) | undefined }) {
  const { t } = useTranslation('services')
  const say = useText()
  const [all, setAll] = useState(false)
  const [record, setRecord] = useState<string>()
  const { session } = service.definition
  const older = useInfiniteQuery({
    queryKey: ['service', service.id, 'sessions', service.version], enabled: false, gcTime: 0, initialPageParam: service.olderSessions ?? '', getNextPageParam: (page: SessionsPage) => page.next,
    queryFn: ({ pageParam, signal }) => api.get<SessionsPage>(`/services/${service.id}/sessions?after=${encodeURIComponent(pageParam)}`, { signal }),
  })
  const known = [...service.lastSessions, ...(older.data?.pages.flatMap(({ rows }) => rows) ?? [])]
  const shown = all ? known : known.slice(0, AT_FIRST)
  const more = older.data ? older.hasNextPage : service.olderSessions !== null
  return (
    <Section title={session ? say(session.title) : t('session.title')} count={service.sessions} flush action={onNote ? <Button kind="quiet" icon="plus" onClick={onNote}>{t('session.note')}</Button> : null}>
      {shown.length === 0 ? <EmptyState icon="edit" title={t('session.none')} words={t('session.noneWords')} /> : (
        <Rows label={t('session.title')}>{shown.map((one) => <SessionLine key={one.id} service={service} session={one} onForm={onForm} onRecord={() => setRecord(one.id)} />)}</Rows>
      )}
      <ErrorPanel error={older.error} />
      {!all && known.length > AT_FIRST ? <div className="more"><Button onClick={() => setAll(true)}>{t('session.more')}</Button></div> : null}
      {all && more ? <div className="more"><span className="quiet small">{t('session.latest', { shown: known.length, all: service.sessions })}</span><Button disabled={older.isFetching} onClick={() => void older.fetchNextPage()}>{t('session.older')}</Button></div> : null}
      <Suspense fallback={null}>{record ? <RecordSheet id={record} onClose={() => setRecord(undefined)} /> : null}</Suspense>
    </Section>
  )
}

function SessionLine({ service, session, onForm, onRecord }: { service: ServiceView; session: Session; onForm: (id: string) => void; onRecord: () => void }) {
  const { t } = useTranslation('services')
  const { today } = useSignedIn()
  const say = useText()
  const heads = session.heads > 1 ? t('session.heads', { number: session.heads }) : ''
  const toWrite = service.sessionForm !== null && session.form === null
  return (
    <Row wrap title={<><button type="button" className="link-words" onClick={onRecord}>{dayText(session.occurredOn, today)}</button><span className="quiet">{[say(session.modeTitle), t('session.minutes', { number: session.minutes }), heads, session.workerName].filter(Boolean).join(' · ')}</span>{session.result ? <Tag tone="accent">{say(session.result)}</Tag> : null}{session.late ? <Tag>{t('late')}</Tag> : null}</>}
      sub={<span className="session-words">{session.words || t('session.wordless')}</span>}
      end={session.form ? <Button kind="quiet" onClick={() => onForm(session.form!)}>{t('session.record')}</Button>
        : toWrite ? <><Tag>{t('missing')}</Tag>{service.mayWrite ? <LinkButton to={`/services/${service.id}/fill/${service.sessionForm}?record=${session.id}`}>{t('session.write')}</LinkButton> : null}</> : null} />
  )
}
