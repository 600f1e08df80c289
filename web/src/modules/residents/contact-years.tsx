import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ContactYears, RecordRow } from '#api/records.ts'
import { api } from '#web/platform/api.ts'
import { dayText } from '#web/platform/dates.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { EmptyState, Loaded, Row, Rows, Sheet, SimpleTable } from '#web/ui/index.ts'

const KINDS = ['visit', 'call', 'session', 'activity', 'consultation'] as const
type Kind = (typeof KINDS)[number]
interface Asked { year: number; kind: Kind; number: number }

/** 历年联系: how often, by year and kind; each number opens to its contacts. */
export default function ContactYearsSheet({ file, onClose }: { file: string; onClose: () => void }) {
  const { t } = useTranslation(['residents', 'records'])
  const [asked, setAsked] = useState<Asked>()
  const query = useQuery({ queryKey: ['records', 'years', file], gcTime: 0, queryFn: ({ signal }) => api.post<ContactYears>('/records/years', { file }, { signal }) })
  if (asked) return <OfYear file={file} asked={asked} onClose={() => setAsked(undefined)} />
  return (
    <Sheet open wide title={t('years.title')} onClose={onClose}>
      <Loaded query={query} lines={3}>
        {({ years }) => years.length === 0 ? <EmptyState icon="walk" title={t('noTimeline')} words={t('noTimelineWords')} /> : (
          <SimpleTable label={t('years.title')} cards={false} rows={years} rowKey={({ year }) => String(year)} columns={[
            { key: 'year', head: t('years.year'), lead: true, cell: ({ year }) => year },
            ...KINDS.filter((kind) => years.some(({ kinds }) => kinds.some((one) => one.kind === kind))).map((kind) => ({
              key: kind, head: t(`records:kind.${kind}`), align: 'end' as const,
              cell: ({ year, kinds }: ContactYears['years'][number]) => {
                const number = kinds.find((one) => one.kind === kind)?.number ?? 0
                return number === 0 ? 0 : <button type="button" className="link-words number" aria-label={t('years.open', { year, kind: t(`records:kind.${kind}`), number })} onClick={() => setAsked({ year, kind, number })}>{number}</button>
              },
            })),
          ]} />
        )}
      </Loaded>
    </Sheet>
  )
}

function OfYear({ file, asked: { year, kind, number }, onClose }: { file: string; asked: Asked; onClose: () => void }) {
  const { t } = useTranslation(['residents', 'records'])
  const { today } = useSignedIn()
  const title = t('years.open', { year, kind: t(`records:kind.${kind}`), number })
  const query = useQuery({ queryKey: ['records', 'of-year', file, year, kind], gcTime: 0, queryFn: ({ signal }) => api.post<{ rows: RecordRow[] }>('/records/list', { file, kinds: [kind], from: `${year}-01-01`, to: `${year}-12-31`, limit: 200, counted: false }, { signal }) })
  return (
    <Sheet open wide title={title} onClose={onClose}>
      <Loaded query={query} lines={6}>{({ rows }) => (
        <>
          <Rows label={title}>{rows.map((row) => <Row key={row.id} title={[dayText(row.occurredOn, today), row.title].filter(Boolean).join(' · ')} sub={row.workerName} to={`/records/${row.id}`} />)}</Rows>
          {rows.length < number ? <p className="row quiet small">{t('years.first', { number: rows.length })}</p> : null}
        </>
      )}</Loaded>
    </Sheet>
  )
}
