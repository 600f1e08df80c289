import { useTranslation } from 'react-i18next'
import { useChoices } from '#web/modules/standards/choices.ts'
import { ATTENTION, NORMAL, type ContactKind } from './contact-values.ts'

/** A door has no ring tone, and a telephone no vacant house. */
const NOT_OF: Record<ContactKind, readonly string[]> = { visit: ['no-answer'], call: ['nobody', 'vacant'] }

/** How a visit or call may have gone: 正常 first, because nine of ten are. The two that matter stand there even before the first answer of the server. */
export function useResults(kind: ContactKind): { value: string; label: string }[] {
  const { t } = useTranslation('records')
  const listed = useChoices().list('visit-result')
  return [{ value: NORMAL, label: t('result.normal') }, { value: ATTENTION, label: t('result.attention') }, ...listed.filter(({ value }) => value !== NORMAL && value !== ATTENTION && !NOT_OF[kind].includes(value))]
}
