import i18next, { type BackendModule, type ResourceKey } from 'i18next'
import { initReactI18next } from 'react-i18next'
import shell from '../texts/zh-CN/shell.json' with { type: 'json' }
import ui from '../texts/zh-CN/ui.json' with { type: 'json' }

export const LANGUAGES = ['zh-CN', 'en'] as const
export type Language = (typeof LANGUAGES)[number]

const STORED = 'wulian.language'
const isLanguage = (value: unknown): value is Language => LANGUAGES.includes(value as Language)

// One catalogue per area and language; an area is fetched when a page first asks for it.
// The two that every page needs come with the first script, in Chinese.
const catalogues = import.meta.glob<ResourceKey>(['../texts/*/*.json', '!../texts/zh-CN/shell.json', '!../texts/zh-CN/ui.json'], { import: 'default' })

const files: BackendModule = {
  type: 'backend',
  init: () => {},
  read: (language, area, done) => {
    const load = catalogues[`../texts/${language}/${area}.json`]
    if (!load) return done(new Error(`no texts ${language}/${area}`), null)
    load().then((texts) => done(null, texts), (error: Error) => done(error, null))
  },
}

/** Chinese unless this browser chose otherwise: its own language says little on a shared computer. */
function storedLanguage(): Language {
  const stored = localStorage.getItem(STORED)
  return isLanguage(stored) ? stored : 'zh-CN'
}

const nameLanguage = (language: string): void => {
  document.documentElement.lang = language
}

void i18next.use(files).use(initReactI18next).init({
  lng: storedLanguage(), fallbackLng: 'zh-CN', load: 'currentOnly', ns: ['shell', 'ui'], defaultNS: 'shell',
  resources: { 'zh-CN': { shell, ui } }, partialBundledLanguages: true,
  interpolation: { escapeValue: false }, returnNull: false, react: { useSuspense: true },
  showSupportNotice: false,
} as Parameters<typeof i18next.init>[0])
nameLanguage(i18next.language)
i18next.on('languageChanged', nameLanguage)

export const i18n = i18next

/** Every text changes at once; this browser remembers. */
export async function chooseLanguage(language: Language): Promise<void> {
  localStorage.setItem(STORED, language)
  await i18next.changeLanguage(language)
}
