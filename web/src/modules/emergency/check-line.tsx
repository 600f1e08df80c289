import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CheckRow, EventView } from '#api/emergency.ts'
import type { Revealed } from '#api/residents.ts'
import { Risk } from '#web/modules/duties/due-row.tsx'
import { setNearest } from '#web/modules/duties/nearest.ts'
import { useChoices } from '#web/modules/standards/choices.ts'
import { api } from '#web/platform/api.ts'
import { dayText } from '#web/platform/dates.ts'
import { send } from '#web/platform/outbox.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { useSubmit } from '#web/platform/use-submit.ts'
import { newId } from '#web/platform/uuid.ts'
import { Button, ErrorPanel, GoTo, Tag, toast } from '#web/ui/index.ts'
import { groupName, WHO_SPLITS } from './event-words.ts'
import { GiveSheet } from './give-sheet.tsx'
import { HelpSheet } from './help-sheet.tsx'

type Said = { state: 'safe' | 'missed' } | { state: 'help'; words: string; need: string }

/** One tap writes the call or visit; without network it waits in the outbox like any other. */
function useMark(event: EventView, row: CheckRow) {
  const { t } = useTranslation('emergency')
  const client = useQueryClient()
  return async (said: Said, how: 'phone' | 'home', id = newId()) => {
    const { outcome } = await send({ id, method: 'PUT', path: `/emergency/marks/${id}`, body: { event: event.id, file: row.file, how, ...said }, title: t('mark.title', { name: row.name, state: t(`state.${said.state}`) }) })
    if (how === 'home') setNearest(row.village)
    toast(t(outcome === 'saved' ? 'mark.done' : outcome === 'waiting' ? 'mark.waiting' : 'mark.undelivered', { name: row.name, state: t(`state.${said.state}`) }))
    void client.invalidateQueries({ queryKey: ['emergency'] })
    void client.invalidateQueries({ queryKey: ['today'] })
  }
}

/** One person: who, why, when last seen, and the three answers. */
export function CheckLine({ event, row, isUnsent }: { event: EventView; row: CheckRow; isUnsent: boolean }) {
  const { t } = useTranslation(['emergency', 'ui'])
  const offered = useChoices()
  const { today, mayAct } = useSignedIn()
  const mark = useMark(event, row)
  const [sheet, setSheet] = useState<'help' | 'give'>()
  const [number, setNumber] = useState('')
  const tap = useSubmit(() => mark({ state: 'safe' }, number ? 'phone' : 'home'))
  const miss = useSubmit(() => mark({ state: 'missed' }, number ? 'phone' : 'home'))
  const dial = useSubmit(async () => setNumber((await api.post<Revealed>(`/residents/${row.file}/reveal`, { field: 'phone', reason: 'contact' })).value))
  const last = row.last ? t('last', { day: dayText(row.last.on, today), how: offered.code('visit-mode', row.last.mode), who: row.last.workerName }) : t('lastNever')
  const isDone = row.state === 'safe' || row.state === 'left'
  return (
    <li className="check-row">
      <div className="check-who">
        <span className="inline"><GoTo to={`/residents/${row.file}`}><strong>{row.name}</strong></GoTo>{row.age === null ? null : <span className="quiet">{t('ui:age.years', { count: row.age })}</span>}<Risk risk={row.risk} />
          <Tag tone={row.state === 'safe' ? 'accent' : row.state === 'open' || row.state === 'left' ? undefined : 'strong'}>{t(`state.${row.state}`)}{row.state === 'missed' && row.misses > 1 ? ` ×${row.misses}` : ''}</Tag></span>
        <span className="small quiet">{[row.villageName, ...row.groups.map((group) => groupName(offered, group)), row.checkerName ?? t('nobody')].join(' · ')}</span>
        <span className="small">{last}</span>
      </div>
      {isUnsent ? <p className="small quiet">{t('mark.unsent')}</p> : event.endedAt || isDone ? null : (
        <div className="check-acts">
          {number ? <a className="button" href={`tel:${number}`}>{number}</a> : <Button icon="phone" disabled={!row.phoneMask} busy={dial.busy} aria-label={t('mark.dialWhom', { name: row.name })} onClick={() => void dial.submit()}>{row.phoneMask ?? t('mark.noPhone')}</Button>}
          <Button kind="main" busy={tap.busy} aria-label={t('mark.whom', { state: t('state.safe'), name: row.name })} onClick={() => void tap.submit()}>{t('state.safe')}</Button>
          <Button busy={miss.busy} aria-label={t('mark.whom', { state: t('state.missed'), name: row.name })} onClick={() => void miss.submit()}>{t('state.missed')}</Button>
          <Button aria-label={t('mark.whom', { state: t('state.help'), name: row.name })} onClick={() => setSheet('help')}>{t('state.help')}</Button>
          {mayAct(WHO_SPLITS) ? <Button kind="quiet" icon="people" aria-label={t('give.whom', { name: row.name })} onClick={() => setSheet('give')}>{t('give.act')}</Button> : null}
        </div>
      )}
      <ErrorPanel error={tap.error ?? miss.error ?? dial.error} />
      {sheet === 'help' ? <HelpSheet row={row} onSave={(words, ids) => mark({ state: 'help', words, need: ids.need }, number ? 'phone' : 'home', ids.record)} onClose={() => setSheet(undefined)} /> : null}
      {sheet === 'give' ? <GiveSheet event={event.id} row={row} onClose={() => setSheet(undefined)} /> : null}
    </li>
  )
}
