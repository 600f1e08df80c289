import { useParam } from '#web/platform/params.ts'
import { Loaded } from '#web/ui/index.ts'
import { StationForm } from './station-form.tsx'
import { valuesOf } from './station-values.ts'
import { useStation } from './use-station.ts'

export default function EditStationPage() {
  const query = useStation(useParam('id'))
  return <Loaded query={query} lines={8}>{(station) => <StationForm key={station.version} begin={valuesOf(station)} isNew={false} />}</Loaded>
}
