import { useTranslation } from 'react-i18next'
import { chooseLanguage, LANGUAGES, type Language } from '#web/platform/i18n.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { Choice, Page, Section } from '#web/ui/index.ts'
import names from '../../texts/languages.json' with { type: 'json' }
import { MyDevices, MySessions } from './my-sessions.tsx'
import { PasswordForm } from './password-form.tsx'
import { PinForm } from './pin-form.tsx'
import { SecondStep } from './second-step.tsx'

/** One's own account: devices, PIN, password, language. */
export default function MePage() {
  const { t, i18n } = useTranslation('me')
  const { account } = useSignedIn()
  return (
    <Page title={t('title')} sub={`${account.name} · ${account.signInName}`}>
      <div className="columns"><MySessions /><MyDevices /></div>
      <div className="columns">
        <Section title={t('pin.title')}><PinForm /></Section>
        <Section title={t('password.title')}><PasswordForm /></Section>
        <div className="stack-l">
          <SecondStep />
          <Section>
            <Choice<Language> label={t('language')} look="segmented" value={i18n.language as Language} onChange={(language) => void chooseLanguage(language)}
              options={LANGUAGES.map((language) => ({ value: language, label: names[language] }))} />
          </Section>
        </div>
      </div>
    </Page>
  )
}
