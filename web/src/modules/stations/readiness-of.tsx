import { useTranslation } from 'react-i18next'
import type { Readiness } from '#api/stations.ts'
import { useChoices } from '#web/modules/standards/choices.ts'
import { Tag } from '#web/ui/index.ts'

/** The highest step a station has reached. */
export function ReadinessOf({ readiness }: { readiness: Readiness }) {
  const { t } = useTranslation('stations')
  const { text } = useChoices()
  const { reached } = readiness
  return <Tag tone={reached ? 'accent' : undefined}>{reached ? text(reached.title) : t('readiness.none')}</Tag>
}
