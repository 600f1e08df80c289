import { Component, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorPanel, Section } from '#web/ui/index.ts'
import { OfflineError } from '#web/platform/refusal-error.ts'

/** One part of the page that cannot be shown, mostly because its script did not come through a weak network. The others stay. */
export class BlockBoundary extends Component<{ children: ReactNode }, { error: unknown }> {
  override state = { error: undefined as unknown }
  static getDerivedStateFromError(error: unknown) {
    return { error }
  }
  override render() {
    return this.state.error === undefined ? this.props.children : <Broken error={this.state.error} />
  }
}

function Broken({ error }: { error: unknown }) {
  const { t } = useTranslation('shell')
  // Without network the script cannot come; a reload would take away what still works.
  const cause = navigator.onLine ? error : new OfflineError({ cause: error })
  return <Section title={t('page.broken')}><ErrorPanel error={cause} onRetry={navigator.onLine ? () => window.location.reload() : undefined} /></Section>
}
