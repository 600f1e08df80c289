import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AnswersPage, ServiceView } from '#api/services.ts'
import { api } from '#web/platform/api.ts'
import { dayText } from '#web/platform/dates.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { Loaded, LoadMore, Row, Rows, Section, Sheet, SimpleTable, Tag } from '#web/ui/index.ts'
import { useText } from './form/use-text.ts'
import type { PartProps } from './service-page.tsx'

type Result = ServiceView['results'][number]
type Group = Result['groups'][number]

/** What a survey has come to, in all and by group; every number opens to its answers. */
export default function ResultsSection({ service, onForm }: PartProps) {
  const { t } = useTranslation('doors')
  const say = useText()
  const [open, setOpen] = useState<{ result: Result; group: Group }>()
  const shown = service.results.filter(({ groups }) => groups.length > 0)
  const sampled = service.people.filter(({ role }) => role === service.definition.sampled)
  if (shown.length === 0) return null
  const nameOf = ({ title, key }: Group) => (title ? say(title) : key ?? t('results.all'))
  return (
    <Section title={t('results.title')} flush>
      {shown.map((result) => (
        <SimpleTable key={result.form} caption={say(result.title)} rows={result.groups} rowKey={({ key }) => key ?? ''} columns={[
          { key: 'who', head: t('results.who'), lead: true, cell: nameOf },
          { key: 'answers', head: t('results.answers'), align: 'end', cell: (group) => <button type="button" className="link-words number" onClick={() => setOpen({ result, group })}>{group.answers}</button> },
          { key: 'mean', head: t('results.mean'), align: 'end', cell: ({ mean }) => <span className="number">{mean ?? '—'}</span> },
          { key: 'low', head: t('results.low'), align: 'end', cell: ({ low }) => <span className="number">{low}</span> },
        ]} />
      ))}
      {sampled.length > 0 ? <p className="row quiet small">{t('results.rate', { all: sampled.length, answered: sampled.filter(({ state }) => state === 'in').length, refused: sampled.filter(({ state }) => state === 'refused').length, missed: sampled.filter(({ state }) => state === 'left').length })}</p> : null}
      {open ? <AnswersSheet service={service.id} form={open.result.form} group={open.group.key ?? undefined} title={`${say(open.result.title)} · ${nameOf(open.group)}`} onForm={onForm} onClose={() => setOpen(undefined)} /> : null}
    </Section>
  )
}

interface AnswersProps { service: string; form: string; group: string | undefined; title: string; onForm: (id: string) => void; onClose: () => void }

function AnswersSheet({ service, form, group, title, onForm, onClose }: AnswersProps) {
  const { t } = useTranslation('services')
  const { today } = useSignedIn()
  const say = useText()
  const query = useInfiniteQuery({
    queryKey: ['services', 'answers', service, form, group ?? ''], gcTime: 0, initialPageParam: 0, getNextPageParam: (page: AnswersPage) => page.next,
    queryFn: ({ pageParam, signal }) => api.post<AnswersPage>(`/services/${service}/answers`, { form, ...(group && { group }), ...(pageParam > 0 && { after: pageParam }) }, { signal }),
  })
  const rows = query.data?.pages.flatMap((page) => page.rows)
  return (
    <Sheet open wide title={title} onClose={onClose}>
      <Loaded query={{ data: rows, error: query.error, refetch: query.refetch }} lines={6}>
        {(answers) => (
          <>
            <Rows label={title}>{answers.map((one) => <Row key={one.id} title={<>{t('scored', { score: one.score ?? '—' })}{one.level ? <Tag tone={one.level.alarm ? 'strong' : 'accent'}>{say(one.level.title)}</Tag> : null}</>} sub={[dayText(one.filledOn, today), one.workerName].join(' · ')} onPress={() => { onClose(); onForm(one.id) }} />)}</Rows>
            <LoadMore shown={answers.length} count={undefined} hasMore={query.hasNextPage} busy={query.isFetchingNextPage} onMore={() => void query.fetchNextPage()} />
          </>
        )}
      </Loaded>
    </Sheet>
  )
}
