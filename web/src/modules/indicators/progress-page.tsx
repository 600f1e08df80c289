import { useParam } from '#web/platform/params.ts'
import { ContractProgressOf } from './contract-progress.tsx'
import { useTranslation } from 'react-i18next'
import { Page } from '#web/ui/index.ts'

/** One contract: each indicator beside the time gone. */
export default function ProgressPage() {
  const { t } = useTranslation('indicators')
  return <Page title={t('progress.title')} back><ContractProgressOf contract={useParam('contract')} /></Page>
}
