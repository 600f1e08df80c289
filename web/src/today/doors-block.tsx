import { useTranslation } from 'react-i18next'
import { navFor } from '#web/desk/nav.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { EmptyState, Icon, Row, Rows, Section } from '#web/ui/index.ts'

/** For posts that look, count and answer: what is theirs to do here, each a door. */
export default function DoorsBlock() {
  const { t } = useTranslation(['today', 'shell'])
  const { role } = useSignedIn()
  const doors = navFor(role).filter(({ page }) => page !== '/' && page !== '/me')
  return (
    <Section title={t('doors.title')} flush>
      {doors.length === 0 ? <EmptyState icon="info" title={t('doors.none')} words={t('doors.noneWords')} /> : (
        <Rows label={t('doors.title')}>
          {doors.map((door) => <Row key={door.page} start={<Icon name={door.icon} />} title={t(`shell:${door.text}`)} sub={t(`doors.words.${door.page.split('/')[1]}`, { defaultValue: '' }) || undefined} to={door.to ?? door.page} />)}
        </Rows>
      )}
    </Section>
  )
}
