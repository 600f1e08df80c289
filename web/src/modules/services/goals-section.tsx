import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ServiceView } from '#api/services.ts'
import { dayText } from '#web/platform/dates.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { Button, EmptyState, Row, Rows, Section, Tag } from '#web/ui/index.ts'

const GoalSheet = lazy(() => import('./goal-sheet.tsx'))
const RateSheet = lazy(() => import('./rate-sheet.tsx'))
type Goal = ServiceView['goals'][number]

/** 目标: from where, to where, until when, and how far it came. */
export function GoalsSection({ service }: { service: ServiceView }) {
  const { t } = useTranslation('services')
  const { today } = useSignedIn()
  const [shown, setShown] = useState<{ act: 'write' | 'rate'; goal: Goal | undefined }>()
  const scale = service.definition.goals
  if (scale === 'none') return null
  const may = service.mayWrite && service.state === 'open'
  const close = () => setShown(undefined)
  const lineOf = (goal: Goal) => [
    goal.indicator, goal.baseline || goal.target ? t('goal.fromTo', { from: goal.baseline || '—', to: goal.target || '—' }) : '', goal.dueOn ? t('goal.until', { day: dayText(goal.dueOn, today) }) : '', goal.attainedWords,
  ].filter(Boolean).join(' · ')
  return (
    <Section title={t('goal.title')} count={service.goals.length} flush action={may ? <Button kind="quiet" icon="plus" onClick={() => setShown({ act: 'write', goal: undefined })}>{t('goal.add')}</Button> : null}>
      {service.goals.length === 0 ? <EmptyState icon="task" title={t('goal.none')} words={t('goal.noneWords')} /> : (
        <Rows label={t('goal.title')}>
          {service.goals.map((goal) => (
            <Row key={goal.id} wrap start={<span className="goal-number number">{goal.number}</span>} title={goal.words} sub={lineOf(goal)}
              end={<>{goal.attained === null ? <Tag>{t('goal.unrated')}</Tag> : <Tag tone="accent">{t(`goal.${scale}.${goal.attained}`)}</Tag>}{may ? <><Button kind="quiet" onClick={() => setShown({ act: 'rate', goal })}>{t('goal.rate')}</Button><Button kind="quiet" onClick={() => setShown({ act: 'write', goal })}>{t('goal.change')}</Button></> : null}</>} />
          ))}
        </Rows>
      )}
      <Suspense fallback={null}>
        {shown?.act === 'write' ? <GoalSheet service={service} goal={shown.goal} onClose={close} /> : null}
        {shown?.act === 'rate' && shown.goal ? <RateSheet goal={shown.goal} scale={scale} onClose={close} /> : null}
      </Suspense>
    </Section>
  )
}
