import { useTranslation } from 'react-i18next'
import type { StationView } from '#api/stations.ts'
import { useChoices } from '#web/modules/standards/choices.ts'
import { EmptyState, Row, Rows, Section, Tag } from '#web/ui/index.ts'

/** Who works here today, against what the guide asks. */
export function StaffSection({ station }: { station: StationView }) {
  const { t } = useTranslation(['stations', 'shell'])
  const { code } = useChoices()
  const { workers, certified, certifiedNeeded, heads, headsNeeded } = station.staffing
  const lines = [
    t('page.workersLine', { have: workers }),
    certifiedNeeded === null ? t('page.certifiedOnly', { have: certified }) : t('page.certifiedLine', { have: certified, need: certifiedNeeded }),
    headsNeeded === null ? t('page.headOnly', { have: heads }) : t('page.headLine', { have: heads, need: headsNeeded }),
  ]
  const isShort = (certifiedNeeded !== null && certified < certifiedNeeded) || (headsNeeded !== null && heads < headsNeeded)
  const asks = certifiedNeeded !== null || headsNeeded !== null
  return (
    <Section title={t('page.staff')} count={station.staff.length} flush action={asks ? <Tag tone={isShort ? 'strong' : 'accent'}>{t(isShort ? 'page.staffingShort' : 'page.staffingEnough')}</Tag> : null}>
      {station.staff.length === 0 ? <EmptyState icon="people" title={t('page.noStaff')} words={t('page.noStaffWords')} /> : (
        <Rows label={t('page.staff')}>
          {station.staff.map((one) => (
            <Row key={`${one.account} ${one.role}`} title={<>{one.name}<Tag>{t(one.fullTime ? 'page.fullTime' : 'page.partTime')}</Tag></>}
              sub={[one.title, t(`shell:role.${one.role}`), code('staffing-mode', one.staffingMode)].filter((part, at, all) => part && all.indexOf(part) === at).join(' · ')}
              end={one.certificateLevel ? t(`certificate.${one.certificateLevel}`) : t('page.noCertificate')} />
          ))}
        </Rows>
      )}
      <p className="row quiet small">{lines.join('　')}</p>
    </Section>
  )
}
