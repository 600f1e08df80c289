import { useTranslation } from 'react-i18next'
import type { Text } from '#api/standards.ts'

/** The words of a pack in the language on screen. */
export function useText(): (text: Text) => string {
  const { i18n } = useTranslation()
  return ({ zh, en }) => (i18n.language === 'en' ? en ?? zh : zh)
}
