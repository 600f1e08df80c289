import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ServiceView } from '#api/services.ts'
import { instantText } from '#web/platform/dates.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { Button, Row, Rows, Section, Tag } from '#web/ui/index.ts'
import { useText } from './form/use-text.ts'
import { useDeciding } from './use-deciding.ts'

const DecideSheet = lazy(() => import('./decide-sheet.tsx'))

/** What was asked, by whom, and what became of it. */
export function ApprovalsSection({ service }: { service: ServiceView }) {
  const { t } = useTranslation('services')
  const { today } = useSignedIn()
  const say = useText()
  const approve = useDeciding()
  const [deciding, setDeciding] = useState<{ id: string; version: number; how: 'returned' | 'offline' }>()
  if (service.approvals.length === 0) return null
  return (
    <Section title={t('approval.title')} flush>
      <Rows label={t('approval.title')}>
        {service.approvals.map((one) => {
          const asked = t('approval.askedBy', { name: one.askedByName, at: instantText(one.askedAt, today) })
          const decided = one.decidedAt ? `${one.decidedByName ?? ''} ${instantText(one.decidedAt, today)}` : ''
          return <Row key={one.id} wrap title={<>{say(one.title)}<Tag tone={one.decision === null ? 'strong' : one.decision === 'returned' ? undefined : 'accent'}>{t(`approval.state.${one.decision ?? 'waiting'}`)}</Tag></>}
            sub={[asked, one.note, decided, one.why].filter(Boolean).join(' · ')}
            end={one.decision === null ? (
              <>
                {one.mayDecide ? <><Button kind="main" onClick={() => void approve(one)}>{t('approval.approve')}</Button><Button onClick={() => setDeciding({ ...one, how: 'returned' })}>{t('approval.return')}</Button></> : null}
                {service.mayWrite ? <Button kind="quiet" onClick={() => setDeciding({ ...one, how: 'offline' })}>{t('approval.offline')}</Button> : null}
              </>
            ) : null} />
        })}
      </Rows>
      <Suspense fallback={null}>{deciding ? <DecideSheet approval={deciding} how={deciding.how} home={service.id} onClose={() => setDeciding(undefined)} /> : null}</Suspense>
    </Section>
  )
}
