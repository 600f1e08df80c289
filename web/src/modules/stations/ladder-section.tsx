import { useTranslation } from 'react-i18next'
import type { StationView } from '#api/stations.ts'
import { useChoices } from '#web/modules/standards/choices.ts'
import { Icon, Row, Rows, Section, Tag } from '#web/ui/index.ts'

/** 规范化阶梯: from five haves to standardised, and what the next step lacks. */
export function LadderSection({ station }: { station: StationView }) {
  const { t } = useTranslation('stations')
  const { text } = useChoices()
  const { reached, next } = station.readiness
  // A step above an unreached one is not reached, whatever its own lines say.
  const isHeld = (rank: number | null, own: boolean) => (rank === null ? own : reached !== null && rank <= reached.rank)
  const listed = new Set(station.checklists.map(({ key }) => key))
  const steps = station.ladder.filter((step) => step.requires.some((key) => listed.has(key)))
  if (steps.length === 0) return null
  return (
    <Section title={t('page.ladder')} flush>
      <Rows label={t('page.ladder')}>
        {steps.map((step) => (
          <Row key={step.key} start={<Icon name={isHeld(step.rank, step.reached) ? 'check' : 'more'} />} title={text(step.title)} sub={t('page.ladderFor', { who: text(step.for) })}
            end={isHeld(step.rank, step.reached) ? <Tag tone="accent">{t('page.reached')}</Tag> : next?.key === step.key ? <Tag>{t('readiness.lacking', { count: next.lacking })}</Tag> : <Tag>{t('page.notReached')}</Tag>} />
        ))}
      </Rows>
    </Section>
  )
}
