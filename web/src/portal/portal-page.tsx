import { useTranslation } from 'react-i18next'
import { Icon, LinkButton, Section } from '#web/ui/index.ts'
import { PortalFrame } from './frame.tsx'

const HELP = ['elder', 'child', 'aid', 'disabled', 'join'] as const
const HOTLINES = ['12345', '110', '120', '12356', '12338', '12355'] as const

/** The public's page: what the service is and whom to call. No account, nothing personal. */
export default function PortalPage() {
  const { t } = useTranslation('portal')
  return (
    <PortalFrame staff>
        <h1>{t('title')}</h1>
        <p>{t('intro')}</p>
        <p><strong>{t('free')}</strong></p>
        <Section title={t('what')}><ul className="stack">{HELP.map((key) => <li key={key} className="help-line"><Icon name="check" />{t(`help.${key}`)}</li>)}</ul></Section>
        <Section title={t('standing.title')}><p>{t('standing.codeHint')}</p><LinkButton to="/q">{t('standing.ask')}</LinkButton></Section>
        <Section title={t('open.title')}><p>{t('open.intro')}</p><LinkButton to="/open">{t('standing.look')}</LinkButton></Section>
        <Section title={t('how')}>
          <p>{t('howWords')}</p>
          <ul className="columns" aria-label={t('hotlines')}>
            {HOTLINES.map((number) => <li key={number}><a className="hotline" href={`tel:${number}`}><Icon name="phone" /><strong className="number">{number}</strong><span>{t(`hotline.${number}`)}</span></a></li>)}
          </ul>
        </Section>
    </PortalFrame>
  )
}
