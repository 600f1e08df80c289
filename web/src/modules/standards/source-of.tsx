import { useTranslation } from 'react-i18next'
import type { Source } from '#api/standards.ts'
import { Tag } from '#web/ui/index.ts'
import { useChoices } from './choices.ts'

/** The seeds were read by lines; a line of our own copy tells a reader nothing, the clause beside it does. */
const placeIn = (at: string): string => (/^L\d/.test(at) ? '' : at)

/** Where a row was taken from. Our own proposals say that they are no rule. */
export function SourceOf({ source }: { source: Source }) {
  const { t } = useTranslation('standards')
  const { text } = useChoices()
  if (source.basis === 'default' || source.basis === 'bureau') return <Tag>{t(`basis.${source.basis}`)}</Tag>
  return <span className="small quiet">{[text(source.document), source.number, placeIn(source.at)].filter(Boolean).join(' ')}</span>
}
