import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { StationMap } from '#api/stations.ts'
import { api } from '#web/platform/api.ts'
import { EmptyState, GoTo, Loaded, Page } from '#web/ui/index.ts'
import { Tiles } from './tiles.tsx'

/** 站点方块图: where there is a station, a room, or nothing yet. */
export default function MapPage() {
  const { t } = useTranslation('stations')
  const query = useQuery({ queryKey: ['station-map'], queryFn: ({ signal }) => api.get<StationMap>('/stations/map', { signal }) })
  return (
    <Page title={t('map.title')} sub={t('map.words')} back actions={<GoTo to="/network">{t('title')}</GoTo>}>
      <Loaded query={query} lines={8}>
        {(map) => (map.counties.length === 0 ? <EmptyState icon="network" title={t('plan.none')} words={t('plan.noneWords')} /> : <Tiles map={map} />)}
      </Loaded>
    </Page>
  )
}
