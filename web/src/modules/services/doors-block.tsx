import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DoorList, DoorRow } from '#api/doors.ts'
import { addDays, dayText } from '#web/platform/dates.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { useSubmit } from '#web/platform/use-submit.ts'
import { Button, confirm, DateField, EmptyState, ErrorPanel, LinkButton, Loaded, Row, Rows, SelectField, Sheet, Tag, TextField, toast } from '#web/ui/index.ts'
import { useText } from './form/use-text.ts'
import { QrCode } from './qr-code.tsx'
import { addressOf, useDoorActs, useDoors } from './use-doors.ts'

/** The codes of a service or a station, each with its picture, and a way to make another. */
export function DoorsBlock({ service }: { service?: string }) {
  const { t } = useTranslation('doors')
  const query = useDoors(service)
  const [making, setMaking] = useState(false)
  return (
    <Loaded query={query} lines={3}>
      {({ rows, offers }) => (
        <>
          {rows.length === 0 ? <EmptyState icon="send" title={t('none')} words={t(service ? 'noneOfService' : 'noneOfStation')} /> : <Rows label={t('title')}>{rows.map((door) => <DoorLine key={door.id} door={door} />)}</Rows>}
          {offers.length > 0 ? <div className="more"><Button icon="plus" onClick={() => setMaking(true)}>{t('make')}</Button></div> : null}
          {making ? <MakeSheet service={service} offers={offers} onClose={() => setMaking(false)} /> : null}
        </>
      )}
    </Loaded>
  )
}

function DoorLine({ door }: { door: DoorRow }) {
  const { t } = useTranslation('doors')
  const { today, mayAct } = useSignedIn()
  const say = useText()
  const { end } = useDoorActs()
  const ending = useSubmit(async () => {
    if (!(await confirm({ title: t('endTitle', { title: door.title }), words: t('endWords'), action: t('end'), danger: true }))) return
    await end(door.id, { version: door.version })
    toast(t('ended'))
  })
  const used = door.most === null ? t('used', { used: door.used }) : t('usedOf', { used: door.used, most: door.most })
  return (
    <Row wrap start={door.state === 'open' ? <QrCode size={72} text={addressOf(door.token)} label={door.title} /> : undefined}
      title={<>{door.title}<Tag tone={door.state === 'open' ? 'accent' : undefined}>{t(`state.${door.state}`)}</Tag></>}
      sub={[say(door.methodTitle), used, t('until', { day: dayText(door.untilOn, today) }), door.madeByName].join(' · ')}
      end={door.state === 'open' && mayAct(['worker', 'station_head', 'general_worker', 'general_supervisor']) ? <><LinkButton to={`/doors/${door.id}/poster${door.service ? `?service=${door.service}` : ''}`} icon="print">{t('poster')}</LinkButton><Button kind="quiet" busy={ending.busy} onClick={() => void ending.submit()}>{t('end')}</Button></> : null} />
  )
}

const DAYS = 30

function MakeSheet({ service, offers, onClose }: { service: string | undefined; offers: DoorList['offers']; onClose: () => void }) {
  const { t } = useTranslation('doors')
  const { today } = useSignedIn()
  const say = useText()
  const { make } = useDoorActs()
  const [chosen, setChosen] = useState(0)
  const [title, setTitle] = useState('')
  const [untilOn, setUntilOn] = useState(addDays(today, service ? DAYS : 365))
  const [most, setMost] = useState('')
  const offer = offers[chosen]!
  const { busy, error, submit } = useSubmit(async () => {
    const home = service ? { service } : { method: offer.method }
    await make({ ...home, door: offer.door, title: title.trim(), untilOn, ...(most !== '' && { most: Math.trunc(Number(most)) }) })
    toast(t('made'))
    onClose()
  })
  return (
    <Sheet open title={t('make')} onClose={onClose} actions={<Button kind="main" tall block busy={busy} onClick={() => void submit()}>{t('make')}</Button>}>
      <div className="stack">
        {offers.length > 1 ? <SelectField label={t('what')} value={String(chosen)} onChange={(n) => setChosen(Number(n))} options={offers.map((one, n) => ({ value: String(n), label: say(one.title) }))} /> : null}
        <TextField label={t('name')} optional hint={t('nameHint', { title: say(offer.title) })} maxLength={80} value={title} onChange={setTitle} />
        <DateField label={t('untilOn')} today={today} min={today} max={addDays(today, 365)} value={untilOn} onChange={setUntilOn} />
        {service ? <TextField label={t('most')} optional hint={t('mostHint')} type="number" min={1} max={100000} step={1} value={most} onChange={setMost} /> : null}
        <ErrorPanel error={error} />
      </div>
    </Sheet>
  )
}
