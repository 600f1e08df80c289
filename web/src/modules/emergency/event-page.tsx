import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { EventView } from '#api/emergency.ts'
import { useChoices } from '#web/modules/standards/choices.ts'
import { PAGE_ROLES } from '#web/page-roles.ts'
import { useFilters, useParam } from '#web/platform/params.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { Button, Figure, Figures, LinkButton, Loaded, Notice, Page, Section } from '#web/ui/index.ts'
import { CheckList } from './check-list.tsx'
import { CloseSheet } from './close-sheet.tsx'
import { CountTable } from './count-table.tsx'
import { eventQuery } from './event-queries.ts'
import { eventName, groupName, timeText, WHO_SPLITS } from './event-words.ts'
import { SplitSheet } from './split-sheet.tsx'
import './emergency.css'

const EVERY_MS = 15_000

/** One event: how it stands now, and the list that is worked off. */
export default function EventPage() {
  const { t } = useTranslation('emergency')
  const id = useParam('id')
  const query = useQuery({ ...eventQuery(id), refetchInterval: EVERY_MS })
  if (!query.data) return <Page title={t('title')} back><Loaded query={query}>{() => null}</Loaded></Page>
  return <Event view={query.data} />
}

function Event({ view }: { view: EventView }) {
  const { t } = useTranslation('emergency')
  const offered = useChoices()
  const { mayAct } = useSignedIn()
  const [sheet, setSheet] = useState<'split' | 'close'>()
  const isMine = mayAct(PAGE_ROLES['/emergency/$id/paper'])
  const acts = <>
    {isMine ? <LinkButton to={`/emergency/${view.id}/paper`} icon="print">{t('paper.act')}</LinkButton> : null}
    {isMine && !view.endedAt ? <LinkButton to={`/emergency/${view.id}/sheet`} icon="edit">{t('sheet.act')}</LinkButton> : null}
    {!view.endedAt && mayAct(WHO_SPLITS) ? <Button icon="people" onClick={() => setSheet('split')}>{t('split.act')}</Button> : null}
    {view.mayClose || view.endedAt ? <Button onClick={() => setSheet('close')}>{t(view.endedAt ? 'close.copyAct' : 'close.act')}</Button> : null}
  </>
  return (
    <Page title={eventName(offered, view)} back actions={acts}
      sub={[view.area.map(({ name }) => name).join('、'), view.endedAt ? t('endedAt', { time: timeText(view.endedAt) }) : t('since', { time: timeText(view.begunAt) }), view.code].join(' · ')}>
      {view.words ? <Notice>{view.words}</Notice> : null}
      <Standing view={view} />
      {isMine ? <CheckList event={view} /> : null}
      <div className="check-tables">
        <Section title={t('byVillage')} flush><CountTable head={t('village')} lines={view.byVillage.map((line) => ({ ...line, key: String(line.place), filter: { village: String(line.place) } }))} isOpen={isMine} /></Section>
        <Section title={t('byChecker')} flush><CountTable head={t('checker')} lines={view.byChecker.map((line) => ({ ...line, name: line.name ?? t('nobody'), key: line.checker ?? line.name ?? '', filter: { checker: line.checker ?? (line.name === null ? 'none' : '') } }))} isOpen={isMine} /></Section>
      </div>
      <p className="quiet small">{t('groupsAre', { groups: view.groups.map((group) => groupName(offered, group)).join('、') })}</p>
      {sheet === 'split' ? <SplitSheet view={view} onClose={() => setSheet(undefined)} /> : null}
      {sheet === 'close' ? <CloseSheet view={view} onClose={() => setSheet(undefined)} /> : null}
    </Page>
  )
}

/** 平安 / 未联系上 / 需要帮助 / 未查, as they stand now; each opens its rows. */
function Standing({ view: { id, counts, hidden } }: { view: EventView }) {
  const { t } = useTranslation('emergency')
  const [, change] = useFilters()
  const { mayAct } = useSignedIn()
  const open = (state: string) => (mayAct(PAGE_ROLES['/emergency/$id/paper']) ? `/emergency/${id}?scope=all&state=${state}` : undefined)
  return (
    <>
      <Figures>
        <Figure label={t('state.open')} value={counts.open} to={open('open')} />
        <Figure label={t('state.missed')} value={counts.missed} to={open('missed')} />
        <Figure label={t('state.help')} value={counts.help} to={open('help')} />
        <Figure label={t('state.safe')} value={counts.safe} share={counts.all ? counts.safe / counts.all : 0} note={t('of', { all: counts.all })} to={open('safe')} />
      </Figures>
      {counts.twice > 0 ? <Notice>{t('twice', { count: counts.twice })}{mayAct(WHO_SPLITS) ? <Button kind="quiet" onClick={() => change({ scope: 'all', state: 'missed', twice: '1' })}>{t('twiceShow')}</Button> : null}</Notice> : null}
      {hidden > 0 ? <p className="quiet small">{t('hidden', { count: hidden })}</p> : null}
    </>
  )
}
