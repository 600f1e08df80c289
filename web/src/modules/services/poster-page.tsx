import { useTranslation } from 'react-i18next'
import { fullDayText } from '#web/platform/dates.ts'
import { useFilters, useParam } from '#web/platform/params.ts'
import { Button, EmptyState, Loaded, Page } from '#web/ui/index.ts'
import { QrCode } from './qr-code.tsx'
import { addressOf, useDoors } from './use-doors.ts'
import './print.css'

/** A sheet for the wall: what it is, whose it is, one large code. */
export default function PosterPage() {
  const { t } = useTranslation('doors')
  const id = useParam('id')
  const [{ service }] = useFilters()
  const query = useDoors(service)
  return (
    <Page title={t('poster')} back actions={<Button kind="main" icon="print" onClick={() => window.print()}>{t('printNow')}</Button>}>
      <Loaded query={query} lines={8}>
        {({ rows }) => {
          const door = rows.find((one) => one.id === id)
          if (door?.state !== 'open') return <EmptyState icon="send" title={t('gone')} words={t('goneWords')} />
          return (
            <article className="paper poster">
              <h2>{door.title}</h2>
              <QrCode size={420} text={addressOf(door.token)} label={door.title} />
              <p>{t('scan')}</p>
              <strong>{door.stationName}</strong>
              <span className="small">{t('until', { day: fullDayText(door.untilOn) })}</span>
            </article>
          )
        }}
      </Loaded>
    </Page>
  )
}
