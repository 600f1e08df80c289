import { useTranslation } from 'react-i18next'
import type { HandOver } from '#api/accounts.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { Button, confirm, Notice, Page, Section, SimpleTable } from '#web/ui/index.ts'

/** What is handed over on paper: shown this once, made to be printed and cut out. */
export function HandOverPage({ name, secrets, onDone }: { name: string; secrets: NonNullable<HandOver['secrets']>; onDone: () => void }) {
  const { t } = useTranslation('accounts')
  const { today } = useSignedIn()
  const finish = async () => {
    if (await confirm({ title: t('handOver.doneTitle'), words: t('handOver.doneWords'), action: t('handOver.done') })) onDone()
  }
  return (
    <Page title={t('handOver.title', { name })} actions={<>
      <Button kind="main" icon="print" onClick={() => window.print()}>{t('handOver.print')}</Button>
      <Button onClick={() => void finish()}>{t('handOver.done')}</Button>
    </>}>
      <div className="no-print"><Notice alert>{t('handOver.once')}</Notice></div>
      <Section>
        <SimpleTable caption={t('handOver.card')} rows={[secrets]} rowKey={(row) => row.signInName} columns={[
          { key: 'name', head: t('name'), cell: () => name, lead: true },
          { key: 'signInName', head: t('signInName'), cell: (row) => <span className="number">{row.signInName}</span> },
          { key: 'password', head: t('handOver.password'), cell: (row) => <strong className="number nowrap">{row.oneTimePassword}</strong> },
          { key: 'made', head: t('handOver.made'), cell: () => <span className="number">{today}</span> },
        ]} />
        <p>{t('handOver.codes')}</p>
        <ol className="code-card number">{secrets.codes.map((code) => <li key={code}>{code}</li>)}</ol>
        <p className="quiet">{t('handOver.how')}</p>
      </Section>
    </Page>
  )
}
