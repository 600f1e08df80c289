import { useTranslation } from 'react-i18next'
import { useOutbox } from '#web/platform/outbox.ts'
import { GoTo, Row, Rows, Section, Tag } from '#web/ui/index.ts'

const MOST = 3

/** What was recorded here and is not on the server yet; nothing when all is there. */
export default function UnsentBlock() {
  const { t } = useTranslation(['today', 'shell'])
  const rows = useOutbox()
  if (rows.length === 0) return null
  return (
    <Section title={t('shell:outbox.title')} count={rows.length} flush action={<GoTo to="/unsent">{t('unsent.all')}</GoTo>}>
      <Rows label={t('shell:outbox.title')}>
        {rows.slice(0, MOST).map((row) => <Row key={row.id} title={row.title} sub={row.sentence} end={<Tag tone={row.state === 'waiting' ? undefined : 'strong'}>{t(`shell:outbox.${row.state}`)}</Tag>} to={row.state === 'refused' && row.editAt ? row.editAt : '/unsent'} />)}
      </Rows>
    </Section>
  )
}
