import { useInfiniteQuery } from '@tanstack/react-query'
import { Fragment, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AnswersPage, ServiceView } from '#api/services.ts'
import { api } from '#web/platform/api.ts'
import { dayText } from '#web/platform/dates.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { Loaded, LoadMore, Row, Rows, Section, Sheet, SimpleTable, Tag } from '#web/ui/index.ts'
import { useText } from './form/use-text.ts'
import type { PartProps } from './service-page.tsx'

type Result = ServiceView['results'][number]
type Line = Result['groups'][number]
interface Opened { result: Result; title: string; group?: string; way?: string }

/** What a survey has come to, in all, by who answered and by how the answer came; every number opens to its answers. */
export default function ResultsSection({ service, onForm }: PartProps) {
  const { t } = useTranslation('doors')
  const say = useText()
  const [open, setOpen] = useState<Opened>()
  const shown = service.results.filter(({ groups }) => groups.length > 0)
  const sampled = service.people.filter(({ role }) => role === service.definition.sampled)
  if (shown.length === 0) return null
  const nameOf = ({ title, key }: Line) => (title ? say(title) : key ?? t('results.all'))
  const wayOf = ({ title, key }: Line) => (title ? say(title) : key || t('results.noWay'))
  return (
    <Section title={t('results.title')} flush>
      {shown.map((result) => (
        <Fragment key={result.form}>
          <Lines caption={say(result.title)} head={t('results.who')} rows={result.groups} nameOf={nameOf} onOpen={(line) => setOpen({ result, title: nameOf(line), ...(line.key !== null && { group: line.key }) })} />
          {result.ways.length > 0 ? <Lines caption={t('results.byWay')} head={t('results.way')} rows={result.ways} nameOf={wayOf} onOpen={(line) => setOpen({ result, title: wayOf(line), way: line.key ?? '' })} /> : null}
        </Fragment>
      ))}
      {sampled.length > 0 ? <p className="row quiet small">{t('results.rate', { all: sampled.length, answered: sampled.filter(({ state }) => state === 'in').length, refused: sampled.filter(({ state }) => state === 'refused').length, missed: sampled.filter(({ state }) => state === 'left').length })}</p> : null}
      {open ? <AnswersSheet service={service.id} open={open} title={`${say(open.result.title)} · ${open.title}`} onForm={onForm} onClose={() => setOpen(undefined)} /> : null}
    </Section>
  )
}

function Lines({ caption, head, rows, nameOf, onOpen }: { caption: string; head: string; rows: readonly Line[]; nameOf: (line: Line) => string; onOpen: (line: Line) => void }) {
  const { t } = useTranslation('doors')
  return (
    <SimpleTable caption={caption} rows={[...rows]} rowKey={({ key }) => key ?? ''} columns={[
      { key: 'who', head, lead: true, cell: nameOf },
      { key: 'answers', head: t('results.answers'), align: 'end', cell: (line) => <button type="button" className="link-words number" onClick={() => onOpen(line)}>{line.answers}</button> },
      { key: 'mean', head: t('results.mean'), align: 'end', cell: ({ mean }) => <span className="number">{mean ?? '—'}</span> },
      { key: 'low', head: t('results.low'), align: 'end', cell: ({ low }) => <span className="number">{low}</span> },
    ]} />
  )
}

interface AnswersProps { service: string; open: Opened; title: string; onForm: (id: string) => void; onClose: () => void }

function AnswersSheet({ service, open: { result: { form }, group, way }, title, onForm, onClose }: AnswersProps) {
  const { t } = useTranslation(['services', 'doors'])
  const { today } = useSignedIn()
  const say = useText()
  const query = useInfiniteQuery({
    queryKey: ['services', 'answers', service, form, group ?? null, way ?? null], gcTime: 0, initialPageParam: '', getNextPageParam: (page: AnswersPage) => page.next,
    queryFn: ({ pageParam, signal }) => api.post<AnswersPage>(`/services/${service}/answers`, { form, ...(group !== undefined && { group }), ...(way !== undefined && { way }), ...(pageParam !== '' && { after: pageParam }) }, { signal }),
  })
  const rows = query.data?.pages.flatMap((page) => page.rows)
  return (
    <Sheet open wide title={title} onClose={onClose}>
      <Loaded query={{ data: rows, error: query.error, refetch: query.refetch }} lines={6}>
        {(answers) => (
          <>
            <Rows label={title}>{answers.map((one) => <Row key={one.id} title={<>{one.sheets === null ? null : `${t('doors:results.sheets', { number: one.sheets })} · `}{t('scored', { score: one.score ?? '—' })}{one.level ? <Tag tone={one.level.alarm ? 'strong' : 'accent'}>{say(one.level.title)}</Tag> : null}</>} sub={[dayText(one.filledOn, today), one.workerName].join(' · ')} onPress={() => { onClose(); onForm(one.id) }} />)}</Rows>
            <LoadMore shown={answers.length} count={undefined} hasMore={query.hasNextPage} busy={query.isFetchingNextPage} onMore={() => void query.fetchNextPage()} />
          </>
        )}
      </Loaded>
    </Sheet>
  )
}
