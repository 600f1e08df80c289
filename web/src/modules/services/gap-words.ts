import { useTranslation } from 'react-i18next'
import type { ServiceView } from '#api/services.ts'
import { useText } from './form/use-text.ts'

type Gap = ServiceView['closeGaps'][number]
const NAMES = 8

/** What is 待补, and for whom: by the names of those of its people this account was given, and no others. */
export function useGapWords(service: Pick<ServiceView, 'people'>): (gap: Gap) => string {
  const { t } = useTranslation('services')
  const say = useText()
  return ({ words, people }) => {
    const names = people.flatMap((id) => service.people.find((one) => one.id === id)?.name || [])
    return names.length === 0 ? say(words) : t(names.length > NAMES ? 'gapOfMany' : 'gapOf', { what: say(words), names: names.slice(0, NAMES).join(t('and')) })
  }
}
