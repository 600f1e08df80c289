import { useQuery, useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { HomeRow, HomesPage, HomeState } from '#api/rounds.ts'
import { useChoices } from '#web/modules/standards/choices.ts'
import { RiskOf } from '#web/modules/residents/risk-of.tsx'
import { api } from '#web/platform/api.ts'
import { orLastKnown } from '#web/platform/kept.ts'
import { useOutbox } from '#web/platform/outbox.ts'
import { dayText, instantText } from '#web/platform/dates.ts'
import { useFilters, useParam } from '#web/platform/params.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { Button, Choice, EmptyState, GoTo, Loaded, Notice, Page, Row, Rows, Section, Tag } from '#web/ui/index.ts'
import { HOME_STATES } from './round-villages.ts'
import { afterService } from './use-service.ts'
import './services.css'

const ContactSheet = lazy(() => import('#web/modules/records/contact-sheet.tsx'))
/** What can happen at a door, in the order it happens most. */
const RESULTS = ['normal', 'needs-attention', 'nobody', 'vacant', 'refused'] as const
const VIEWS = ['todo', ...HOME_STATES] as const
type View = (typeof VIEWS)[number]
const statesOf = (view: View): HomeState[] => (view === 'todo' ? ['open', 'nobody'] : [view])

/** The doors of a round, the nearest first: one tap says how it was, one saves. On paper each has boxes to tick. */
export default function RoundPage() {
  const { t } = useTranslation('rounds')
  const id = useParam('id')
  const client = useQueryClient()
  const [filters, setFilters] = useFilters()
  const view = VIEWS.find((one) => one === filters.state) ?? 'todo'
  const about = { ...(filters.place && { place: Number(filters.place) }), ...(filters.section && { section: filters.section === '-' ? '' : filters.section }) }
  const [at, setAt] = useState<{ home: HomeRow; result: string }>()
  const query = useQuery({
    queryKey: ['services', 'homes', id, about, view], gcTime: 0,
    // A village without network: the doors as they were known last, sealed in this browser.
    queryFn: ({ signal }) => orLastKnown(`round/${id}/${view}/${about.place ?? ''}/${about.section ?? '*'}`, () => api.post<HomesPage>(`/services/${id}/round/homes`, { ...about, states: statesOf(view) }, { signal })),
  })
  const person = at?.home.people[0]
  const { today } = useSignedIn()
  const unsent = new Set(useOutbox().filter(({ state }) => state !== 'refused').flatMap(({ body }) => (body as { files?: string[] } | null)?.files ?? []))
  const isWaiting = unsent.size > 0
  // What waited has gone out: the doors are asked for again.
  useEffect(() => {
    if (!isWaiting) void afterService(client)
  }, [client, isWaiting])
  return (
    <Page title={t('doors')} back sub={[filters.section && filters.section !== '-' ? filters.section : '', t(`view.${view}`)].filter(Boolean).join(' · ')} actions={<Button icon="print" onClick={() => window.print()}>{t('print')}</Button>}>
      <div className="tabs-row no-print"><Choice<View> label={t('which')} value={view} onChange={(state) => setFilters({ state })} options={VIEWS.map((value) => ({ value, label: t(`view.${value}`) }))} /></div>
      <Section flush>
        <Loaded query={query} lines={8}>
          {({ rows, more, knownAt }) => rows.length === 0 ? <EmptyState icon="check" title={t('none')} words={t('noneWords')} /> : (
            <>
              {knownAt ? <Notice>{t('knownAt', { at: instantText(knownAt, today) })}</Notice> : null}
              <Rows label={t('doors')}>{rows.map((home) => <HomeLine key={home.home} home={home} isWhere={rows.some(({ placeName }) => placeName !== home.placeName)} isUnsent={home.people.some(({ file }) => unsent.has(file))} onResult={(result) => setAt({ home, result })} />)}</Rows>
              {more > 0 ? <p className="row quiet small">{t('more', { number: more })}</p> : null}
            </>
          )}
        </Loaded>
      </Section>
      <Suspense fallback={null}>
        {at && person ? <ContactSheet kind="visit" person={{ ...person, sub: at.home.address }} others={at.home.people.slice(1)} result={at.result} onClose={() => setAt(undefined)} onSaved={() => void afterService(client)} /> : null}
      </Suspense>
    </Page>
  )
}

/** `isWhere`: doors of several villages stand in the list, and a number alone says nothing. */
function HomeLine({ home, isWhere, isUnsent, onResult }: { home: HomeRow; isWhere: boolean; isUnsent: boolean; onResult: (result: string) => void }) {
  const { t } = useTranslation('rounds')
  const { today } = useSignedIn()
  const offered = useChoices()
  const last = home.last ? t('last', { day: dayText(home.last.on, today), result: offered.code('visit-result', home.last.result), name: home.last.workerName, tries: home.tries }) : t('never')
  return (
    <Row wrap title={<><strong>{home.address ? [isWhere ? home.placeName : '', home.address].filter(Boolean).join(' ') : [home.placeName, home.section].filter(Boolean).join(' ')}</strong>{home.state === 'open' ? null : <Tag tone={home.state === 'reached' ? 'accent' : 'strong'}>{t(`state.${home.state}`)}</Tag>}{home.again ? <Tag>{t('again')}</Tag> : null}</>}
      sub={<span className="filled-line"><span className="inline">{home.people.map((person) => <span key={person.file} className="inline"><GoTo to={`/residents/${person.file}`}>{person.name}</GoTo>{person.age === null ? null : <span>{t('age', { age: person.age })}</span>}<RiskOf risk={person.risk} /></span>)}</span><span>{last}</span></span>}
      end={<>{isUnsent ? <span className="small quiet">{t('unsent')}</span> : <span className="door-results no-print">{RESULTS.map((result) => <Button key={result} kind={result === 'normal' ? 'main' : 'plain'} onClick={() => onResult(result)}>{t(`result.${result}`)}</Button>)}</span>}<span className="print-only ticks" aria-hidden="true">{RESULTS.map((result) => <span key={result}>□ {t(`result.${result}`)}</span>)}</span></>} />
  )
}
