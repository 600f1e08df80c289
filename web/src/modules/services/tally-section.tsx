import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { MethodView } from '#api/services.ts'
import type { TallyRows, TallyView } from '#api/tallies.ts'
import { api } from '#web/platform/api.ts'
import { dayText } from '#web/platform/dates.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { Loaded, Row, Rows, Section, Sheet, SimpleTable } from '#web/ui/index.ts'
import { useText } from './form/use-text.ts'

type Line = TallyView['rows'][number]

/** 督导时长: this year's hours of each colleague, and how many supervise how many; every sum opens to its sessions. */
export default function TallySection({ method }: { method: MethodView }) {
  const { t } = useTranslation('tallies')
  const { today } = useSignedIn()
  const say = useText()
  const [open, setOpen] = useState<Line>()
  const asked = { method: method.key, from: `${today.slice(0, 4)}-01-01`, to: today }
  const query = useQuery({ queryKey: ['services', 'tally', asked], queryFn: ({ signal }) => api.post<TallyView>('/services/tally', asked, { signal }) })
  const hours = (minutes: number) => t('hours', { hours: (minutes / 60).toFixed(1) })
  return (
    <Section title={method.tally ? say(method.tally) : ''} flush>
      <Loaded query={query} lines={3}>
        {({ rows, others, colleagues, writers }) => (
          <>
            {rows.length === 0 ? null : (
              <SimpleTable caption={t('year', { year: today.slice(0, 4) })} rows={rows} rowKey={({ account }) => account} columns={[
                { key: 'name', head: t('name'), lead: true, cell: ({ name, station }) => [name, station].filter(Boolean).join(' · ') },
                { key: 'times', head: t('times'), align: 'end', cell: ({ times }) => <span className="number">{times}</span> },
                { key: 'sum', head: t('sum'), align: 'end', cell: (line) => <button type="button" className="link-words number" onClick={() => setOpen(line)}>{hours(line.sum)}</button> },
              ]} />
            )}
            <p className="row quiet small">{t('ratio', { writers, colleagues, others })}</p>
          </>
        )}
      </Loaded>
      {open ? <RowsSheet asked={{ ...asked, account: open.account }} title={`${open.name} · ${hours(open.sum)}`} hours={hours} onClose={() => setOpen(undefined)} /> : null}
    </Section>
  )
}

function RowsSheet({ asked, title, hours, onClose }: { asked: { method: string; from: string; to: string; account: string }; title: string; hours: (minutes: number) => string; onClose: () => void }) {
  const { today } = useSignedIn()
  const query = useQuery({ queryKey: ['services', 'tally-rows', asked], gcTime: 0, queryFn: ({ signal }) => api.post<TallyRows>('/services/tally/rows', asked, { signal }) })
  return (
    <Sheet open wide title={title} onClose={onClose}>
      <Loaded query={query} lines={4}>{({ rows }) => <Rows label={title}>{rows.map((row, at) => <Row key={`${row.service} ${at}`} title={[dayText(row.on, today), row.title].join(' · ')} sub={[row.number, row.workerName].filter(Boolean).join(' · ')} end={hours(row.sum)} to={`/services/${row.service}`} />)}</Rows>}</Loaded>
    </Sheet>
  )
}
