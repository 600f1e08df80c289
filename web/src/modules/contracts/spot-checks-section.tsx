import { useQuery, useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ContractView, SpotCheckList, SpotCheckRow, SpotCheckView } from '#api/contracts.ts'
import { api } from '#web/platform/api.ts'
import { instantText } from '#web/platform/dates.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { Button, EmptyState, Loaded, Notice, Row, Rows, Section, Sheet, Tag } from '#web/ui/index.ts'
import { DrawSpotCheckSheet } from './draw-spot-check-sheet.tsx'

const NeedSheet = lazy(() => import('../needs/need-sheet.tsx'))

/** 抽查: what chance drew of this contract, for which evaluator and until when. The bureau draws; the evaluator opens. */
export function SpotChecksSection({ contract }: { contract: ContractView }) {
  const { t } = useTranslation('contracts')
  const client = useQueryClient()
  const { mayAct, today } = useSignedIn()
  const [drawing, setDrawing] = useState(false)
  const [shown, setShown] = useState<string>()
  const [need, setNeed] = useState<string>()
  const query = useQuery({ queryKey: ['spot-checks', contract.id], queryFn: ({ signal }) => api.get<SpotCheckList>(`/spot-checks?contract=${contract.id}`, { signal }) })
  const sub = (row: SpotCheckRow) => [t('period', { from: row.from, until: row.until }), t('spot.drawn', { drawn: row.drawn, total: row.total, share: row.share }), row.evaluatorName].filter(Boolean).join(' · ')
  return (
    <Section title={t('spot.title')} flush action={mayAct(['county_bureau']) ? <Button kind="quiet" icon="plus" onClick={() => setDrawing(true)}>{t('spot.draw')}</Button> : null}>
      <Loaded query={query} lines={2}>
        {({ rows }) => rows.length === 0 ? <EmptyState icon="list" title={t('spot.none')} words={t('spot.noneWords')} /> : (
          <Rows label={t('spot.title')}>
            {rows.map((row) => <Row key={row.id} wrap title={instantText(row.drawnAt, today)} sub={sub(row)} onPress={() => setShown(row.id)}
              end={<Tag {...(row.open && { tone: 'accent' as const })}>{row.open ? t('spot.openUntil', { when: instantText(row.opensUntil, today) }) : t('spot.over')}</Tag>} />)}
          </Rows>
        )}
      </Loaded>
      {drawing ? <DrawSpotCheckSheet contract={contract} onClose={() => setDrawing(false)} onDrawn={(id) => { setDrawing(false); setShown(id); void client.invalidateQueries({ queryKey: ['spot-checks'] }) }} /> : null}
      {shown ? <SpotCheckSheet id={shown} onClose={() => setShown(undefined)} onNeed={(id) => { setShown(undefined); setNeed(id) }} /> : null}
      <Suspense fallback={null}>{need ? <NeedSheet id={need} onClose={() => setNeed(undefined)} /> : null}</Suspense>
    </Section>
  )
}

/** The lines of one sample. Only the evaluator it was drawn for opens them, as long as its days last. */
function SpotCheckSheet({ id, onClose, onNeed }: { id: string; onClose: () => void; onNeed: (id: string) => void }) {
  const { t } = useTranslation('contracts')
  const { mayAct } = useSignedIn()
  const query = useQuery({ queryKey: ['spot-checks', 'one', id], queryFn: ({ signal }) => api.get<SpotCheckView>(`/spot-checks/${id}`, { signal }) })
  return (
    <Sheet open wide title={t('spot.title')} onClose={onClose}>
      <Loaded query={query} lines={6}>
        {(check) => {
          const opens = check.open || mayAct(['county_bureau'])
          return (
            <div className="stack">
              <Notice>{t(opens ? 'spot.masked' : 'spot.overWords')}</Notice>
              <Rows label={t('spot.title')}>
                {check.lines.map((line) => <Row key={line.position} title={`${line.position}. ${t(`spot.kind.${line.kind}`)} ${line.day}`} sub={line.stationName}
                  {...(opens && (line.kind === 'record' ? { to: `/records/${line.subject}` } : { onPress: () => onNeed(line.subject) }))} />)}
              </Rows>
            </div>
          )
        }}
      </Loaded>
    </Sheet>
  )
}
