import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { GlassView } from '#api/safeguarding.ts'
import { useChoices } from '#web/modules/standards/choices.ts'
import { api } from '#web/platform/api.ts'
import { instantText } from '#web/platform/dates.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { EmptyState, GoTo, Loaded, Notice, Page, Row, Rows, Section, Tag } from '#web/ui/index.ts'
import { AskForm } from './ask-form.tsx'
import { ReviewSheet } from './review-sheet.tsx'

type Watched = GlassView['watched'][number]

/** 紧急调阅: whether there is a protected file, opening it, and what others opened. */
export default function GlassPage() {
  const { t } = useTranslation('glass')
  const query = useQuery({ queryKey: ['glass'], queryFn: ({ signal }) => api.get<GlassView>('/glass', { signal }), gcTime: 0 })
  return (
    <Page title={t('title')} sub={t('sub')}>
      <div className="split">
        <div className="stack-l">
          <Loaded query={query} lines={2}>{({ own }) => <OwnNow own={own} />}</Loaded>
          <AskForm />
        </div>
        <div className="stack-l"><Loaded query={query}>{(view) => <><WatchedList watched={view.watched} /><Asks asks={view.asks} /><OwnBefore own={view.own} /></>}</Loaded></div>
      </div>
    </Page>
  )
}

/** What stands open at this moment, and what has to be reviewed first. */
function OwnNow({ own }: { own: GlassView['own'] }) {
  const { t } = useTranslation('glass')
  const { today } = useSignedIn()
  const open = own.find((one) => one.file)
  const waiting = own.find((one) => one.outcome === null)
  return (
    <>
      {open ? <Notice alert>{t('openUntil', { at: instantText(open.untilAt, today) })} <GoTo to={`/residents/${open.file}`}>{t('openFile')}</GoTo></Notice> : null}
      {waiting ? <Notice>{t('waits')}</Notice> : null}
    </>
  )
}

function OwnBefore({ own }: { own: GlassView['own'] }) {
  const { t } = useTranslation('glass')
  const { today } = useSignedIn()
  const offered = useChoices()
  if (own.length === 0) return null
  return (
    <Section title={t('own')} flush>
      <Rows label={t('own')}>
        {own.map((one) => <Row key={one.id} title={offered.code('glass-category', one.category)} sub={[instantText(one.openedAt, today), one.reason, one.review].filter(Boolean).join(' · ')} end={<Outcome of={one.outcome} />} />)}
      </Rows>
    </Section>
  )
}

const Outcome = ({ of }: { of: Watched['outcome'] }) => {
  const { t } = useTranslation('glass')
  return <Tag tone={of === 'justified' ? undefined : of === null ? 'accent' : 'strong'}>{t(`outcome.${of ?? 'waiting'}`)}</Tag>
}

function WatchedList({ watched }: { watched: readonly Watched[] }) {
  const { t } = useTranslation('glass')
  const { today } = useSignedIn()
  const offered = useChoices()
  const [reading, setReading] = useState<Watched>()
  return (
    <Section title={t('watched')} count={watched.filter((one) => one.outcome === null).length} flush>
      {watched.length === 0 ? <EmptyState icon="check" title={t('nothingWatched')} words={t('nothingWatchedWords')} /> : (
        <Rows label={t('watched')}>
          {watched.map((one) => <Row key={one.id} onPress={() => setReading(one)} end={<Outcome of={one.outcome} />}
            title={t('by', { name: one.byName, title: one.byTitle })} sub={[instantText(one.openedAt, today), offered.code('glass-category', one.category), one.fileNo].filter(Boolean).join(' · ')} />)}
        </Rows>
      )}
      {reading ? <ReviewSheet glass={reading} onClose={() => setReading(undefined)} /> : null}
    </Section>
  )
}

/** Who asked about a dossier of one's circle and opened nothing. */
function Asks({ asks }: { asks: GlassView['asks'] }) {
  const { t } = useTranslation('glass')
  const { today } = useSignedIn()
  if (asks.length === 0) return null
  return (
    <Section title={t('asks')} count={asks.length} flush>
      <Rows label={t('asks')}>
        {asks.map((one) => <Row key={one.id} title={t('by', { name: one.byName, title: one.byTitle })} sub={[instantText(one.askedAt, today), t(`kind.${one.kind}`), one.fileNo].filter(Boolean).join(' · ')} />)}
      </Rows>
    </Section>
  )
}
