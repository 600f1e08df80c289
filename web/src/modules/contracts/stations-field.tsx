import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { searchStations } from '#web/modules/stations/station-picker.ts'
import { FieldSet, IconButton, Picker, Row, Rows, type Pick } from '#web/ui/index.ts'

/** The stations a contract covers. */
export function StationsField({ value, onChange }: { value: readonly Pick[]; onChange: (stations: Pick[]) => void }) {
  const { t } = useTranslation('contracts')
  const search = useMemo(() => searchStations(), [])
  const add = (pick: Pick | undefined) => { if (pick && !value.some((one) => one.value === pick.value)) onChange([...value, pick]) }
  return (
    <FieldSet label={t('form.stations')}>
      <Rows label={t('form.stations')}>
        {value.map((station) => (
          <Row key={station.value} title={station.label} sub={station.sub} end={<IconButton icon="close" label={t('form.remove', { name: station.label })} onClick={() => onChange(value.filter((one) => one !== station))} />} />
        ))}
      </Rows>
      <Picker label={t('form.addStation')} value={undefined} onChange={add} search={search} />
    </FieldSet>
  )
}
