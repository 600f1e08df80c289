import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { EventView } from '#api/emergency.ts'
import { nearest, setNearest } from '#web/modules/duties/nearest.ts'
import { useOutbox } from '#web/platform/outbox.ts'
import { useFilters } from '#web/platform/params.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { Button, Choice, EmptyState, Loaded, LoadMore, Section, SelectField } from '#web/ui/index.ts'
import { CheckLine } from './check-line.tsx'
import { askedFirst, checksQuery } from './event-queries.ts'
import { WHO_SPLITS } from './event-words.ts'

const EVERY_MS = 30_000

/** The list of an event: mine, or all I may see; what is unfinished first asked for. */
export function CheckList({ event }: { event: EventView }) {
  const { t } = useTranslation('emergency')
  const [filters, change] = useFilters()
  const { mayAct } = useSignedIn()
  // A head looks after everybody; without network his own people are at hand.
  const { scope = mayAct(WHO_SPLITS) && navigator.onLine ? 'all' : 'mine', state = '', village, checker, twice } = filters
  const unsent = new Set(useOutbox().map(({ body }) => (body as { file?: string } | null)?.file))
  const [near, setNear] = useState(nearest)
  const asked = {
    ...askedFirst(near), scope, ...(state && { states: [state] }), ...(village && { village: Number(village) }), ...(checker && { checker: checker === 'none' ? null : checker }), ...(twice && { twiceOnly: true }),
  }
  const query = useInfiniteQuery({ ...checksQuery(event.id, asked), refetchInterval: EVERY_MS })
  const rows = query.data?.pages.flatMap((page) => page.rows)
  const isNarrowed = Boolean(village || checker || twice)
  const villages = event.byVillage.map(({ place, name }) => ({ value: String(place), label: name }))
  const stayIn = (place: string) => {
    setNear(Number(place) || undefined)
    setNearest(Number(place) || undefined)
  }
  const states = ['', 'open', 'missed', 'help', 'safe'].map((value) => ({ value, label: t(`state.${value || 'all'}`) }))
  return (
    <Section title={t('list')}>
      <div className="check-filters no-print" id="checks">
        <Choice label={t('scope.label')} look="segmented" value={scope} onChange={(next) => change({ scope: next, ...(next === 'mine' && { checker: undefined }) })} options={[{ value: 'mine', label: t('scope.mine') }, { value: 'all', label: t('scope.all') }]} />
        {villages.length > 1 && !village ? <SelectField label={t('near')} none={t('nearNone')} value={villages.some(({ value }) => value === String(near)) ? String(near) : ''} onChange={stayIn} options={villages} /> : null}
        <Choice label={t('state.label')} value={state} onChange={(next) => change({ state: next, twice: undefined })} options={states} />
        {isNarrowed ? <Button kind="quiet" icon="close" onClick={() => change({ village: undefined, checker: undefined, twice: undefined })}>{t('showAll')}</Button> : null}
      </div>
      <Loaded query={{ data: rows, error: query.error, refetch: query.refetch }} lines={6}>
        {(all) => all.length === 0 ? <EmptyState icon="check" title={t(scope === 'mine' ? 'emptyMine' : 'empty')} {...(scope === 'mine' && { words: t('emptyMineWords') })} /> : (
          <>
            <ul className="rows" aria-label={t('list')}>{all.map((row) => <CheckLine key={row.id} event={event} row={row} isUnsent={unsent.has(row.file)} />)}</ul>
            <LoadMore shown={all.length} hasMore={query.hasNextPage} busy={query.isFetchingNextPage} onMore={() => void query.fetchNextPage()} />
          </>
        )}
      </Loaded>
    </Section>
  )
}
