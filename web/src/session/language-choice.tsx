import { useTranslation } from 'react-i18next'
import { chooseLanguage, LANGUAGES } from '#web/platform/i18n.ts'
import { Button } from '#web/ui/index.ts'
import names from '../texts/languages.json' with { type: 'json' }

/** Each language by its own name. */
export function LanguageChoice() {
  const { i18n } = useTranslation()
  return (
    <div className="inline">
      {LANGUAGES.map((language) => (
        <Button key={language} kind="quiet" lang={language} aria-pressed={i18n.language === language} onClick={() => void chooseLanguage(language)}>{names[language]}</Button>
      ))}
    </div>
  )
}
