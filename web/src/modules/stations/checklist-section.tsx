import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CheckItemView, ChecklistView, StationView } from '#api/stations.ts'
import { useChoices } from '#web/modules/standards/choices.ts'
import { dayText } from '#web/platform/dates.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { Icon, Row, Rows, Section } from '#web/ui/index.ts'
import { CheckSheet } from './check-sheet.tsx'
import { MAY_CHECK } from './who.ts'

/** One checklist with what was found on each line. */
export function ChecklistSection({ station, list, onChanged }: { station: StationView; list: ChecklistView; onChanged: () => Promise<void> }) {
  const { t } = useTranslation('stations')
  const { text } = useChoices()
  const { mayAct } = useSignedIn()
  const [opened, setOpened] = useState<CheckItemView>()
  const may = mayAct(MAY_CHECK)
  return (
    <Section title={text(list.title)} count={t('check.met', { met: list.met, of: list.of })} flush>
      <Rows label={text(list.title)}>
        {list.items.map((item) => <Line key={item.item} item={item} {...(may && !item.derived ? { onPress: () => setOpened(item) } : {})} />)}
      </Rows>
      {opened ? <CheckSheet station={station.id} item={opened} onClose={() => setOpened(undefined)} onSaved={onChanged} /> : null}
    </Section>
  )
}

function Line({ item, onPress }: { item: CheckItemView; onPress?: () => void }) {
  const { t } = useTranslation('stations')
  const { today } = useSignedIn()
  const { text } = useChoices()
  const sub = [
    ...(item.derived ? [t('check.derived'), ...(item.have === null || item.need === null ? [] : [t('check.derivedCount', { have: item.have, need: item.need })])] : []),
    ...(item.required ? [] : [t('check.optional')]), ...(item.note ? [item.note] : []), ...(item.checkedOn ? [t('check.seen', { day: dayText(item.checkedOn, today) })] : []),
  ].join(' · ')
  return (
    <Row title={<>{item.clause ? <span className="quiet number">{item.clause}</span> : null}{text(item.title)}</>} sub={sub} onPress={onPress}
      end={<>{item.photo ? <Icon name="camera" size={16} /> : null}<span className={`tag check-state ${item.state}${item.state === 'present' ? ' accent' : ''}`}>{t(`check.states.${item.state}`)}</span></>} />
  )
}
