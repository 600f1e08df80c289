import { useTranslation } from 'react-i18next'
import { useFilters } from '#web/platform/params.ts'
import { Choice, Page } from '#web/ui/index.ts'
import { CatalogueView } from './catalogue-view.tsx'
import { PacksView } from './packs-view.tsx'
import { ParametersView } from './parameters-view.tsx'

const VIEWS = ['packs', 'catalogue', 'parameters'] as const
type View = (typeof VIEWS)[number]

/** 标准: what decides here, where it was taken from, and what the bureau itself set. */
export default function StandardsPage() {
  const { t } = useTranslation('standards')
  const [filters, change] = useFilters()
  const view: View = VIEWS.find((one) => one === filters.view) ?? 'packs'
  return (
    <Page title={t('title')}>
      <div className="tabs-row"><Choice<View> label={t('view.label')} value={view} onChange={(next) => change({ view: next })} options={VIEWS.map((value) => ({ value, label: t(`view.${value}`) }))} /></div>
      {view === 'packs' ? <PacksView /> : view === 'catalogue' ? <CatalogueView /> : <ParametersView />}
    </Page>
  )
}
