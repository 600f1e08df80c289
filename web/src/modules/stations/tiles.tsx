import { useTranslation } from 'react-i18next'
import type { StationMap } from '#api/stations.ts'
import { classes, GoTo, Section } from '#web/ui/index.ts'
import './stations.css'

type Township = StationMap['counties'][number]['townships'][number]
const look = ({ township, room }: Township): 'station' | 'room' | 'none' => (township > 0 ? 'station' : room > 0 ? 'room' : 'none')

/** A tile for each township, by county. Words and a pattern say what a colour says; a tile opens its stations. */
export function Tiles({ map }: { map: StationMap }) {
  const { t } = useTranslation('stations')
  const asOf = `&openOn=${map.openOn}`
  return (
    <>
      <ul className="tile-legend">{(['station', 'room', 'none'] as const).map((kind) => <li key={kind}><span className={classes('tile-mark', kind)} />{t(`map.legend.${kind}`)}</li>)}</ul>
      <div className="tile-counties">
        {map.counties.map((county) => (
          <Section key={county.place} title={county.name} action={<GoTo to={`/network?place=${county.place}&tier=general${asOf}`} className="small">{county.general > 0 ? t('map.general', { count: county.general }) : t('map.noGeneral')}</GoTo>}>
            <div className="tiles">
              {county.townships.map((one) => (
                <GoTo key={one.place} to={`/network?place=${one.place}${asOf}`} className={classes('tile', look(one))} aria-label={t('map.tile', { name: one.name, township: one.township, room: one.room, villages: one.villages })}>
                  <span className="tile-name">{one.name}</span>
                  <span className="tile-rooms">{t('map.rooms', { room: one.room, villages: one.villages })}{one.redistricted ? ` · ${t('redistricted')}` : ''}</span>
                </GoTo>
              ))}
            </div>
          </Section>
        ))}
      </div>
    </>
  )
}
