import { useTranslation } from 'react-i18next'
import { Button, EmptyState, ErrorPanel, LinkButton, Section, Skeleton } from './ui/index.ts'

/** The page's script or texts are on their way. */
export const PageWaits = () => <Section><Skeleton lines={6} /></Section>

/** There is no such page. */
export function Missing() {
  const { t } = useTranslation()
  return <Section><EmptyState icon="question" title={t('page.missing')} words={t('page.missingWords')} action={<LinkButton to="/">{t('page.home')}</LinkButton>} /></Section>
}

// After an update the page one opens may be named otherwise on the server: a reload gets the new names.
const isStaleScript = (error: unknown) => error instanceof Error && /dynamically imported module|module script|preload/i.test(error.message)

/** A page broke. Drafts are kept apart from it, so a reload loses nothing. */
export function PageBroke({ error }: { error: unknown }) {
  const { t } = useTranslation(['shell', 'ui'])
  return (
    <Section title={t('page.broken')}>
      {isStaleScript(error) ? <p>{t('ui:error.chunk')}</p> : <ErrorPanel error={error} />}
      <div><Button kind="main" onClick={() => window.location.reload()}>{t('page.reload')}</Button></div>
    </Section>
  )
}
