import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { UndeliveredList, UndeliveredView } from '#api/records.ts'
import { useChoices } from '#web/modules/standards/choices.ts'
import { api } from '#web/platform/api.ts'
import { instantText } from '#web/platform/dates.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { useSubmit } from '#web/platform/use-submit.ts'
import { Button, EmptyState, ErrorPanel, Loaded, Page, Row, Rows, Section, Sheet, toast } from '#web/ui/index.ts'
import { MODE_LISTS } from './record-body.tsx'
import './records.css'

/** 未入库: what colleagues wrote and the service could not take in. The head decides; nothing is dropped. */
export default function UndeliveredPage() {
  const { t } = useTranslation('records')
  const { today } = useSignedIn()
  const [open, setOpen] = useState<string>()
  const query = useQuery({ queryKey: ['records', 'undelivered'], queryFn: ({ signal }) => api.get<UndeliveredList>('/undelivered', { signal }) })
  return (
    <Page title={t('page.undelivered')} sub={t('kept.words')} back>
      <Section flush>
        <Loaded query={query}>
          {({ rows }) => rows.length === 0 ? <EmptyState icon="check" title={t('kept.nothing')} words={t('kept.nothingWords')} /> : (
            <Rows label={t('page.undelivered')}>
              {rows.map((row) => <Row key={row.id} title={t('kept.from', { name: row.sentByName })} sub={[instantText(row.receivedAt, today), row.sentence].join(' · ')} onPress={() => setOpen(row.id)} />)}
            </Rows>
          )}
        </Loaded>
      </Section>
      {open ? <KeptSheet id={open} onClose={() => setOpen(undefined)} /> : null}
    </Page>
  )
}

/** Of no use to a reader. */
const NOT_SHOWN = ['formVersion', 'signature', 'source']

/** The words and numbers of a write; what points elsewhere is left out. */
function linesOf(body: string): [name: string, value: string][] {
  try {
    const sent = JSON.parse(body) as Record<string, unknown>
    return Object.entries(sent).filter(([name, value]) => !NOT_SHOWN.includes(name) && ((typeof value === 'string' && value !== '') || typeof value === 'number')).map(([name, value]) => [name, String(value)])
  } catch { return [['body', body]] }
}

/** The words for a code of a write; anything else as it stands. */
function useCodeTexts() {
  const { t } = useTranslation('records')
  const offered = useChoices()
  return (body: string, name: string, value: string): string => {
    const kind = RECORD_KINDS.find((each) => body.includes(`"kind":"${each}"`))
    if (name === 'kind') return t(`kind.${value}`, { defaultValue: value })
    if (name === 'mode' && kind) return offered.code(MODE_LISTS[kind], value)
    if (name === 'result') return offered.code('visit-result', value)
    if (name === 'requester') return offered.code('task-requester', value)
    if (name === 'urgency') return offered.code('need-urgency', value)
    return name === 'item' ? offered.item(value) : value
  }
}

const RECORD_KINDS = ['visit', 'call', 'activity', 'task', 'consultation'] as const

function KeptSheet({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation('records')
  const client = useQueryClient()
  const textOf = useCodeTexts()
  const query = useQuery({ queryKey: ['records', 'undelivered', id], queryFn: ({ signal }) => api.get<UndeliveredView>(`/undelivered/${id}`, { signal }), gcTime: 0 })
  const settle = async (how: 'entered' | 'not-needed') => {
    await api.post(`/undelivered/${id}/settle`, { version: query.data?.version, how })
    toast(t('kept.done'))
    await client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] === 'records' || queryKey[0] === 'today' })
    onClose()
  }
  const entered = useSubmit(() => settle('entered'))
  const notNeeded = useSubmit(() => settle('not-needed'))
  return (
    <Sheet open title={t('kept.one')} onClose={onClose} actions={query.data ? <>
      <Button busy={notNeeded.busy} onClick={() => void notNeeded.submit()}>{t('kept.notNeeded')}</Button><Button kind="main" busy={entered.busy} onClick={() => void entered.submit()}>{t('kept.entered')}</Button>
    </> : undefined}>
      <div className="stack">
        <ErrorPanel error={entered.error ?? notNeeded.error} />
        <Loaded query={query}>
          {(one) => <>
            <p>{t('kept.from', { name: one.sentByName })}<br /><span className="quiet small">{one.sentence}</span></p>
            <dl className="facts">{linesOf(one.body).map(([name, value]) => <div key={name}><dt>{t(`kept.field.${name}`, { defaultValue: name })}</dt><dd>{textOf(one.body, name, value)}</dd></div>)}</dl>
            <p className="quiet small">{t('kept.how')}</p>
          </>}
        </Loaded>
      </div>
    </Sheet>
  )
}
