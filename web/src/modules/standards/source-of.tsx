import { useTranslation } from 'react-i18next'
import type { Source } from '#api/standards.ts'
import { Tag } from '#web/ui/index.ts'
import { useChoices } from './choices.ts'

/** Where a row was taken from. Our own proposals say that they are no rule. */
export function SourceOf({ source }: { source: Source }) {
  const { t } = useTranslation('standards')
  const { text } = useChoices()
  if (source.basis === 'default' || source.basis === 'bureau') return <Tag>{t(`basis.${source.basis}`)}</Tag>
  return <span className="small quiet">{[text(source.document), source.number, source.at].filter(Boolean).join(' ')}</span>
}
